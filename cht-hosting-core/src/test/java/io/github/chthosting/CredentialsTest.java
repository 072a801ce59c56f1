package io.github.chthosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class CredentialsTest {

  @Test
  void showTheUserButNotThePassword() {
    assertThat(Credentials.basic("admin", "hunter2"))
        .hasToString("Basic[user=admin, password=Secret[***]]");
    assertThat(Credentials.session("admin", Secret.of("hunter2")))
        .hasToString("Session[user=admin, password=Secret[***]]");
    assertThat(Credentials.anonymous()).hasToString("Anonymous[]");
  }

  @Test
  void refuseUserNamesThatBasicAuthenticationCannotCarry() {
    for (String user : new String[] {"", "a:b"}) {
      assertThatThrownBy(() -> Credentials.basic(user, "x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("a user name must not be empty nor contain ':'");
      assertThatThrownBy(() -> Credentials.session(user, Secret.of("x")))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void compareByContent() {
    assertThat(Credentials.basic("admin", "x")).isEqualTo(Credentials.basic("admin", "x"));
    assertThat(Credentials.basic("admin", "x")).isNotEqualTo(Credentials.basic("admin", "y"));
  }

  @Test
  void progressKnowsItsTotalOrNot() {
    assertThat(new Progress("p", 1, 10, "documents", 0, Duration.ZERO).knownTotal()).hasValue(10);
    assertThat(new Progress("p", 1, -1, "documents", 0, Duration.ZERO).knownTotal()).isEmpty();
    for (long[] wrong : new long[][] {{-1, 0, 0}, {0, -2, 0}, {0, 0, -1}}) {
      assertThatThrownBy(() -> new Progress("p", wrong[0], wrong[1], "x", wrong[2], Duration.ZERO))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
