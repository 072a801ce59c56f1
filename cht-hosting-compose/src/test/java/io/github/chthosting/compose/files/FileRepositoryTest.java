package io.github.chthosting.compose.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Secret;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pass phrase is its owner's alone, and what the commands say is understood. */
class FileRepositoryTest {
  private final Path folder;

  FileRepositoryTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aPassPhraseIsMadeOnceAndForItsOwner() throws IOException {
    FileRepository borg = FileRepository.borg("/backup", folder.resolve("deep/pass"));
    assertThat(borg.makePassPhrase()).isTrue();
    Secret made = borg.secret();
    assertThat(borg.makePassPhrase()).isFalse();
    assertThat(borg.secret()).isEqualTo(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(borg.passPhrase())))
        .isEqualTo("rw-------");
    assertThat(borg.toString()).doesNotContain(String.valueOf(made.reveal()));
  }

  @Test
  void anOpenEmptyOrMissingPassPhraseIsRefused() throws IOException {
    Path file = folder.resolve("pass");
    FileRepository restic = FileRepository.restic("/backup", file);
    assertThatThrownBy(restic::secret)
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageContaining(file + " cannot be read: make it, with mode 600");
    Files.writeString(file, "open to all\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    assertThatThrownBy(restic::secret)
        .hasMessage(
            "use of restic repository /backup refused: %s may be read by others: set its mode to 600. Nothing was changed."
                .formatted(file));
    Files.writeString(file, "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
    assertThatThrownBy(restic::secret).hasMessageContaining("is empty");
  }

  @Test
  void aLocationHoldsNoPassword() {
    Path file = folder.resolve("pass");
    for (String location : List.of("rest:https://me:secret@host/", "", "--remote-path=/x")) {
      assertThatThrownBy(() -> FileRepository.restic(location, file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageNotContaining("secret@");
    }
    for (String option :
        List.of(
            "ssh://-host/cht",
            "ssh://me@-host/cht",
            "me@-host:cht",
            "sftp:-host:/cht",
            "sftp:me@-host:/cht")) {
      assertThatThrownBy(() -> FileRepository.borg(option, file))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("is not a repository location");
    }
    assertThat(FileRepository.borg("/srv/-odd", file).location()).isEqualTo("/srv/-odd");
    assertThat(FileRepository.borg("ssh://me@host:2222/./cht", file).location())
        .isEqualTo("ssh://me@host:2222/./cht");
  }

  @Test
  void theCommandsWordsAreUnderstood() {
    assertThat(FileToolProblem.of(List.of("passphrase supplied in BORG_PASSPHRASE is incorrect.")))
        .isEqualTo(FileToolProblem.WRONG_PASS_PHRASE);
    assertThat(FileToolProblem.of(List.of("Fatal: wrong password or no key found")))
        .isEqualTo(FileToolProblem.WRONG_PASS_PHRASE);
    assertThat(FileToolProblem.of(List.of("Repository /x does not exist.")))
        .isEqualTo(FileToolProblem.NO_REPOSITORY);
    assertThat(FileToolProblem.of(List.of("Fatal: unable to open config file: Lstat: ...")))
        .isEqualTo(FileToolProblem.NO_REPOSITORY);
    assertThat(FileToolProblem.of(List.of("all is lost"))).isEqualTo(FileToolProblem.OTHER);
  }
}
