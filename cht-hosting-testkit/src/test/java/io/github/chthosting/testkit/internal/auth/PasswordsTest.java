package io.github.chthosting.testkit.internal.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.Json;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PasswordsTest {
  @Test
  void derivesTheKeyOfRfc6070() {
    assertThat(Passwords.pbkdf2("sha", "password", "salt", 2))
        .isEqualTo("ea6c014dc72d6f8ccd1ed92ace1d41f0d8de8957");
  }

  @Test
  void anEmptyPasswordHasAKeyToo() {
    assertThat(Passwords.pbkdf2("sha256", "", "salt", 1)).hasSize(64);
  }

  @Test
  void readsTheHashesOfAllTimes() {
    for (String prf : List.of("sha", "sha256", "sha512")) {
      String hash = Passwords.hashAdmin("secret", prf, 3);
      UserRecord admin = Objects.requireNonNull(UserRecord.ofAdmin(hash));
      assertThat(admin.roles()).containsExactly("_admin");
      assertThat(admin.accepts("secret")).isTrue();
      assertThat(admin.accepts("secret ")).isFalse();
    }
    String old = "-pbkdf2-" + Passwords.pbkdf2("sha", "x", "s", 10) + ",s,10";
    assertThat(Objects.requireNonNull(UserRecord.ofAdmin(old)).accepts("x")).isTrue();
    String oldest = "-hashed-" + Passwords.simple("x", "s") + ",s";
    assertThat(Objects.requireNonNull(UserRecord.ofAdmin(oldest)).accepts("x")).isTrue();
    assertThat(UserRecord.ofAdmin("plain")).isNull();
  }

  @Test
  void aPasswordOfAUserBecomesAHash() {
    NodeConfig config = new NodeConfig();
    config.set("chttpd_auth", "iterations", "4");
    ObjectNode user = Json.object().put("name", "ann").put("password", "p").put("salt", "old");
    ObjectNode hashed = UserPasswords.hashed(user, config);
    assertThat(hashed.propertyNames())
        .containsExactly(
            "password_scheme", "pbkdf2_prf", "salt", "iterations", "derived_key", "name");
    assertThat(hashed.path("salt").asString("")).isNotEqualTo("old");
    assertThat(UserRecord.ofDocument(hashed).accepts("p")).isTrue();
  }

  @Test
  void adminsAreNeverKeptInPlainText() {
    NodeConfig config = new NodeConfig();
    AdminPasswords.guard(config);
    config.set("admins", "admin", "secret");
    assertThat(config.get("admins", "admin")).startsWith("-pbkdf2:sha256-").endsWith(",1000");
    String hash = config.get("admins", "admin", "");
    config.set("admins", "other", hash);
    assertThat(config.get("admins", "other")).isEqualTo(hash);
  }
}
