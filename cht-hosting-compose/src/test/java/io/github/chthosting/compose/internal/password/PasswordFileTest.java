package io.github.chthosting.compose.internal.password;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordFileTest {
  private final Path file;

  PasswordFileTest(@TempDir Path folder) {
    file = folder.resolve("own/password");
  }

  @Test
  void writtenForItsOwnerAlone() throws IOException {
    PasswordFile.write(file, Secret.of("hug-guide-twirl"));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PasswordFile.read(file)).isEqualTo(Secret.of("hug-guide-twirl"));
    PasswordFile.write(file, Secret.of("another-one"));
    assertThat(PasswordFile.read(file)).isEqualTo(Secret.of("another-one"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "with space in it",
        "at@sign-here",
        "dollar$here1",
        "slash/here1",
        "a:b:c:d:e",
        "quote'here1",
        "hash#here1",
        "percent%20x",
        "line\nbreak-x",
        "passwört1"
      })
  void passwordsThatTheChtCannotCarry(String password) {
    PasswordFile.write(file, Secret.of(password));
    assertThatThrownBy(() -> PasswordFile.read(file))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageStartingWith("new password refused: the password in " + file)
        .hasMessageEndingWith("use letters, digits, and . _ ~ -. Nothing was changed.")
        .hasMessageNotContaining(password);
  }

  @Test
  void filesThatOthersMayRead() throws IOException {
    PasswordFile.write(file, Secret.of("hug-guide-twirl"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(() -> PasswordFile.read(file))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "new password refused: "
                + file
                + " may be read by others: chmod 600 "
                + file
                + ". Nothing was changed.");
  }

  @Test
  void filesThatAreNotThere() {
    assertThatThrownBy(() -> PasswordFile.read(file))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining(file + " cannot be read");
  }
}
