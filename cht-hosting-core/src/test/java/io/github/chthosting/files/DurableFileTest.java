package io.github.chthosting.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The contents and names of durable files. DurableWritesDockerIT of cht-hosting-compose checks that
 * each is on disk before the write returns.
 */
class DurableFileTest {
  private final Path folder;
  private final Path file;

  DurableFileTest(@TempDir Path folder) {
    this.folder = folder;
    this.file = folder.resolve("f");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void replacesAWholeFileAndLeavesNothingElse() throws IOException {
    Files.writeString(file, "old and longer");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    DurableFile.write(file, bytes("new"), Permissions.PRIVATE);
    assertThat(file).hasContent("new");
    assertThat(mode(file)).isEqualTo("rw-------");
    DurableFile.write(file, bytes(""), Permissions.READABLE);
    assertThat(file).isEmptyFile();
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    assertThat(folder).isDirectoryContaining(file::equals);
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("f"));
    Files.writeString(file, "old");
    DurableFile.write(link, bytes("new"), Permissions.PRIVATE);
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  void createsWhatIsNotThereOnly() throws IOException {
    DurableFile.create(file, bytes("first"), Permissions.PRIVATE);
    assertThatThrownBy(() -> DurableFile.create(file, bytes("second"), Permissions.PRIVATE))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("first");
    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(folder.toFile().list()).hasSize(1);
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("nowhere"));
    assertThatThrownBy(() -> DurableFile.create(link, bytes("x"), Permissions.PRIVATE))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aFolderThatIsNotThereIsTold() {
    assertThatThrownBy(
            () -> DurableFile.write(folder.resolve("none/f"), bytes("x"), Permissions.PRIVATE))
        .isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void aFinishedFileGetsItsName() throws IOException {
    Path finished = Files.writeString(folder.resolve("finished"), "new");
    Files.writeString(file, "old");
    DurableFile.putInPlace(finished, file);
    assertThat(file).hasContent("new");
    assertThat(finished).doesNotExist();
  }

  @Test
  void foldersAreMadeWithThoseAboveThem() throws IOException {
    Path there = Files.createDirectory(folder.resolve("there"));
    String before = mode(there);
    Path made = there.resolve("a/b");
    DurableFolder.create(made.resolve("."), Permissions.PRIVATE);
    assertThat(mode(made)).isEqualTo("rwx------");
    assertThat(mode(made.resolveSibling("."))).isEqualTo("rwx------");
    DurableFolder.create(there, Permissions.PRIVATE);
    assertThat(mode(there)).isEqualTo(before);
    Files.writeString(file, "x");
    assertThatThrownBy(() -> DurableFolder.create(file, Permissions.PRIVATE))
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aTreeWithALinkThatLeadsNowhereIsSynced() throws IOException {
    Files.createDirectories(folder.resolve("a/b"));
    Files.writeString(folder.resolve("a/b/f"), "x");
    Files.createSymbolicLink(folder.resolve("a/link"), Path.of("nowhere"));
    DurableFolder.syncAll(folder);
    DurableFolder.syncAll(folder.resolve("a/b/f"));
    assertThatThrownBy(() -> DurableFolder.syncAll(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }
}
