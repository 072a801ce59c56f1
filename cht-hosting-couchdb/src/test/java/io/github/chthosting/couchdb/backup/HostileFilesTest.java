package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Backups in which something else is in the place of a file, and checks that are cancelled. */
class HostileFilesTest extends ChangedBackupCase {
  static Stream<String> objects() {
    return Stream.of(
        "SHA256SUMS",
        "manifest.json",
        "medic/manifest.json",
        "documents-000001.ndjson.zst",
        ".tar");
  }

  @ParameterizedTest
  @MethodSource("objects")
  @EnabledOnOs(OS.LINUX)
  void somethingElseWhereAFileIsDue(String end) throws Exception {
    valid.write(folder.resolve("b"));
    Path file = folder.resolve("b").resolve(valid.name(end));
    Path aside = folder.resolve("aside");
    Files.move(file, aside);

    run("mkfifo", file.toString());
    assertRefused();
    Files.delete(file);
    for (Path target : List.of(aside, Path.of("/dev/zero"), folder.resolve("nowhere"))) {
      Files.createSymbolicLink(file, target);
      assertRefused();
      Files.delete(file);
    }
    Files.createDirectory(file);
    assertRefused();
  }

  @Test
  void aFolderThatIsALink() throws Exception {
    valid.write(folder.resolve("b"));
    Path databases = folder.resolve("b/databases");
    Files.move(databases, folder.resolve("elsewhere"));
    Files.createSymbolicLink(databases, folder.resolve("elsewhere"));

    assertRefused();
  }

  private static void run(String... command) throws Exception {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void theBackupItselfIsWhole() throws Exception {
    valid.write(folder.resolve("b"));

    assertThat(verify()).isNull();
  }

  /** The checking of what is large ends when it is told to. */
  @Test
  void cancelledWhileItIsChecked() throws Exception {
    valid.write(folder.resolve("b"));
    SlowStore slow = new SlowStore(store(), ".tar");
    for (Supplier<Operation<?>> started :
        List.<Supplier<Operation<?>>>of(
            () -> Verify.backup(slow).start(),
            () -> Restore.from(slow).to(embedded.couch()).prefix("r-").start())) {
      Operation<?> operation = started.get();
      slow.awaitRead();

      operation.cancel();

      assertThat(catchThrowable(() -> operation.await(LIMIT)))
          .isInstanceOf(OperationCancelledException.class);
    }
    assertThat(embedded.couch().databases()).doesNotContain("r-logs", "r-medic");
  }
}
