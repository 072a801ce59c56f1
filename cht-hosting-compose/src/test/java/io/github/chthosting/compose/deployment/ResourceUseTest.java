package io.github.chthosting.compose.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ResourceUseTest {

  @Test
  void sizesAsDockerWritesThem() {
    assertThat(ResourceUse.bytes("12.5MiB ")).isEqualTo(13_107_200);
    assertThat(ResourceUse.bytes("1.2kB")).isEqualTo(1_200);
    assertThat(ResourceUse.bytes("0B")).isZero();
    assertThat(ResourceUse.bytes("23.4GiB")).isEqualTo(25_125_558_681L);
    assertThat(ResourceUse.bytes("--")).isZero();
  }
}
