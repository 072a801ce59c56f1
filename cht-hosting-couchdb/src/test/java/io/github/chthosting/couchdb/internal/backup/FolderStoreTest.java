package io.github.chthosting.couchdb.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.FolderStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FolderStoreTest {
  @TempDir Path folder;

  private FolderStore store() {
    return new FolderStore(folder.resolve("b"));
  }

  @Test
  void aFolderThatIsNotThereHoldsNothing() throws Exception {
    assertThat(store().list()).isEmpty();
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void allFilesAreListedInOrderOfTheirNames() throws Exception {
    for (String name : new String[] {"z", "databases/b/x", "databases/a/x", "databases/a.x"}) {
      Manifests.write(store(), name, new byte[1]);
    }
    Files.createDirectories(folder.resolve("b/empty/folders"));
    Files.writeString(folder.resolve("b/Strange Name"), "x");

    assertThat(store().list())
        .containsExactly("Strange Name", "databases/a.x", "databases/a/x", "databases/b/x", "z");
  }

  @Test
  void aFileIsNoFolder() throws Exception {
    Files.writeString(folder.resolve("b"), "x");

    assertThatThrownBy(() -> store().list()).isInstanceOf(NotDirectoryException.class);
  }

  @Test
  void aLinkToNowhereIsListed() throws Exception {
    Files.createDirectories(folder.resolve("b"));
    Files.createSymbolicLink(folder.resolve("b/link"), Path.of("nowhere"));

    assertThat(store().list()).containsExactly("link");
  }

  @Test
  void aLinkToAFolderIsThatFolder() throws Exception {
    Files.createDirectories(folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("b"), folder.resolve("real"));

    Manifests.write(store(), "databases/a/x", new byte[1]);

    assertThat(store().list()).containsExactly("databases/a/x");
    assertThat(folder.resolve("real/databases/a/x")).exists();
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/etc/passwd", "", "a//b", "A", "a\\b", "a\0b"})
  void aNameThatLeadsElsewhereIsNoObject(String name) {
    assertThatThrownBy(() -> store().open(name, 0).close()).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store().create(name).close()).isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> store().delete(name)).isInstanceOf(NoSuchFileException.class);
  }

  @Test
  void readingBeginsWhereItIsAskedTo() throws Exception {
    Manifests.write(store(), "x", new byte[] {1, 2, 3});

    try (InputStream in = store().open("x", 2)) {
      assertThat(in.readAllBytes()).containsExactly(3);
    }
    try (InputStream in = store().open("x", 9)) {
      assertThat(in.readAllBytes()).isEmpty();
    }
  }

  @Test
  void whatIsNotCommittedIsNotThere() throws IOException {
    try (BackupStore.Upload upload = store().create("x")) {
      upload.write(1);
    }

    assertThat(store().list()).isEmpty();
    store().delete("x");
  }
}
