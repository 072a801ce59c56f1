package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AdminHashTest {
  @Test
  void schemeSaltAndIterationsOfTheOldOneAreKept() {
    String old = AdminHash.of(Secret.of("old"), "256", "c036042a35258a1e", 1000);
    String next = AdminHash.of(Secret.of("new"), List.of(old), false);
    assertThat(old).startsWith("-pbkdf2:sha256-").endsWith(",c036042a35258a1e,1000").hasSize(101);
    assertThat(next).startsWith("-pbkdf2:sha256-").endsWith(",c036042a35258a1e,1000");
    assertThat(next).isNotEqualTo(old);
    assertThat(AdminHash.of(Secret.of("old"), List.of(old), false)).isEqualTo(old);
    assertThat(AdminHash.of(Secret.of("old"), List.of(old), true))
        .startsWith("-pbkdf2:sha256-")
        .doesNotContain("c036042a35258a1e")
        .endsWith(",1000");
  }

  @Test
  void theOldFormIsSha1() {
    // RFC 6070, second vector: password, salt, 2 iterations, 20 bytes.
    assertThat(AdminHash.of(Secret.of("password"), "", "salt", 2))
        .isEqualTo("-pbkdf2-ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957,salt,2");
  }

  @Test
  void nodesAreGroupedByValue() {
    assertThat(NodeSettings.groups(List.of("a", "b", "c"), Map.of("a", "1", "c", "1")))
        .containsExactly(List.of("a", "c"), List.of("b"));
  }
}
