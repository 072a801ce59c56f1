package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.FolderStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two that write into one folder do not harm each other. */
class SharedFolderTest {
  @TempDir Path folder;

  private FolderStore store() {
    return new FolderStore(folder.resolve("b"));
  }

  @Test
  void anUnfinishedObjectIsSeenAndNotOverwritten() throws Exception {
    try (BackupStore.Upload first = store().create("databases/medic/part")) {
      first.write("first".getBytes(StandardCharsets.UTF_8));

      assertThat(store().list()).containsExactly("databases/medic/part.unfinished");
      assertThatThrownBy(() -> store().create("databases/medic/part").close())
          .isInstanceOf(FileAlreadyExistsException.class);
      first.commit();
    }
    assertThat(store().list()).containsExactly("databases/medic/part");
    assertThat(folder.resolve("b/databases/medic/part")).hasContent("first");
    assertThatThrownBy(() -> store().create("databases/medic/part").close())
        .isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void emptyFoldersGoWithTheirLastObject() throws Exception {
    for (String name : new String[] {"databases/a/x", "databases/b/x"}) {
      try (BackupStore.Upload upload = store().create(name)) {
        upload.commit();
      }
    }

    store().delete("databases/a/x");

    assertThat(folder.resolve("b/databases/a")).doesNotExist();
    assertThat(folder.resolve("b/databases/b/x")).exists();
    store().delete("databases/b/x");
    assertThat(folder.resolve("b")).isEmptyDirectory();
  }
}
