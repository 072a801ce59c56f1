package io.github.chthosting.couchdb.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.backup.store.FolderStore;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnObjectsTest {
  @TempDir Path folder;

  @Test
  void whatAnotherWroteStays() throws Exception {
    FolderStore store = new FolderStore(folder);
    OwnObjects own = new OwnObjects(store);
    Manifests.write(store, "databases/medic/theirs", new byte[1]);
    Manifests.write(own, "databases/medic/ours", new byte[1]);
    assertThatThrownBy(() -> Manifests.write(own, "databases/medic/theirs", new byte[2]))
        .isInstanceOf(FileAlreadyExistsException.class);

    own.deleteAll();

    assertThat(store.list()).containsExactly("databases/medic/theirs");
  }
}
