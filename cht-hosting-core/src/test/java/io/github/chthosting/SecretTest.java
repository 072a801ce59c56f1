package io.github.chthosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SecretTest {

  @Test
  void isRevealedAsACopy() {
    StringBuilder source = new StringBuilder("hunter2");
    Secret secret = Secret.of(source);
    source.setLength(0);
    secret.reveal()[0] = 'X';
    assertThat(secret.reveal()).containsExactly('h', 'u', 'n', 't', 'e', 'r', '2');
  }

  @Test
  void isNotShown() {
    assertThat(Secret.of("hunter2")).hasToString("Secret[***]");
  }

  @Test
  void comparesByContent() {
    assertThat(Secret.of("hunter2")).isEqualTo(Secret.of("hunter2"));
    assertThat(Secret.of("hunter2")).hasSameHashCodeAs(Secret.of("hunter2"));
    assertThat(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter3"));
    assertThat(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter22"));
    assertThat(Secret.of("hunter2")).isNotEqualTo(Secret.of("hunter"));
    assertThat(Secret.of("hunter2")).isNotEqualTo("hunter2");
  }

  @Test
  void isRefusedEmpty() {
    assertThatThrownBy(() -> Secret.of(""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a secret must not be empty");
  }

  @Test
  void isGoneWhenDestroyed() {
    Secret secret = Secret.of("hunter2");
    secret.destroy();
    assertThatThrownBy(secret::reveal)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("this secret was destroyed");
    assertThat(secret).isNotEqualTo(Secret.of("hunter2"));
  }
}
