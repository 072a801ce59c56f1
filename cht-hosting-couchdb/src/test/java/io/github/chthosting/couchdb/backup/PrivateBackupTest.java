package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.backup.store.BackupProblem;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.plan.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup holds patients' data and hashes of passwords. */
class PrivateBackupTest {
  private final Path folder;
  private final BackupStore store;

  PrivateBackupTest(@TempDir Path root) {
    folder = root.resolve("b");
    store = BackupStore.folder(folder);
  }

  private void write(String name) throws IOException {
    try (BackupStore.Upload upload = store.create(name)) {
      upload.write('x');
      upload.commit();
    }
  }

  private static void mode(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  @Test
  void allOfItIsItsOwnersAlone() throws IOException {
    write("db/part-0.zst");
    write("SHA256SUMS");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all)
          .hasSize(4)
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
    assertThat(store.findings()).isEmpty();
  }

  @Test
  void oneThatIsOpenIsTold() throws IOException {
    assertThat(store.findings()).isEmpty();
    write("db/part-0.zst");
    write("SHA256SUMS");
    mode(folder.resolve("SHA256SUMS"), "rw-r--r--");
    assertThat(store.findings()).as("nobody comes to it").isEmpty();
    mode(folder, "rwxr-xr-x");
    assertThat(store.findings())
        .isEqualTo(
            List.of(
                Finding.warning(
                    BackupProblem.FOLDER_OPEN,
                    "backup folder",
                    "1 of 2 files in "
                        + folder
                        + " can be read by others, and hold patients' data and hashes of"
                        + " passwords",
                    "chmod -R go= " + folder)));
    mode(folder.resolve("SHA256SUMS"), "rw-------");
    assertThat(store.findings()).isEmpty();
  }

  /** Made by hand, as most are: what is written into it is private all the same. */
  @Test
  void filesInAFolderThatWasThereAreTheirOwnersAlone() throws IOException {
    Files.createDirectory(folder);
    mode(folder, "rwxr-xr-x");
    write("SHA256SUMS");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
        .isEqualTo("rwxr-xr-x");
    assertThat(store.findings()).isEmpty();
  }
}
