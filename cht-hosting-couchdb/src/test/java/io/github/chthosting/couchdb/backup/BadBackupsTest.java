package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Places that take no backup, and backups that are broken. */
class BadBackupsTest extends BadInputCase {
  @Test
  void aFolderThatIsNotEmpty() throws IOException {
    Files.createDirectories(place());
    Files.writeString(place().resolve("notes"), "x");

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .isInstanceOf(BackupStoreException.class)
        .hasMessageContaining("is not empty: it holds notes. Nothing was written");
    assertThat(place().resolve("notes")).hasContent("x");
  }

  @Test
  void aFolderWhoseParentIsMissing() {
    assertThatThrownBy(() -> backup(BackupStore.folder(place().resolve("c/d"))).await())
        .isInstanceOf(BackupStoreException.class)
        .hasMessageContaining("is missing");
  }

  @Test
  void aFileWhereAFolderIsDue() throws IOException {
    Files.writeString(place(), "x");

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .isInstanceOf(BackupStoreException.class)
        .hasMessageContaining("is not a folder");
  }

  @Test
  void aFullDisk() throws IOException {
    assertThatThrownBy(() -> backup(new FullStore(BackupStore.folder(place()))).await())
        .isInstanceOf(BackupStoreException.class)
        .hasMessageContaining("is full (No space left on device)");
    assertNothingLeft();
  }

  @Test
  void noBackupAtAll() {
    assertThatThrownBy(() -> Verify.backup(BackupStore.folder(place())).start().await())
        .isInstanceOf(BackupStoreException.class)
        .hasMessageContaining("holds no complete backup: manifest.json is missing");
  }

  @Test
  void aNewerFormat() throws IOException {
    made();
    Path manifest = place().resolve("manifest.json");
    Files.writeString(
        manifest, Files.readString(manifest).replace("\"version\" : 1,", "\"version\" : 2,"));

    assertThatThrownBy(() -> Restore.from(BackupStore.folder(place())).to(couch).start().await())
        .isInstanceOf(UnsupportedVersionException.class)
        .hasMessageContaining("has format version 2; this library reads up to 1");
  }

  @Test
  void aTruncatedManifest() throws IOException {
    made();
    Path manifest = place().resolve("manifest.json");
    Files.writeString(manifest, Files.readString(manifest).substring(0, 100));

    assertThatThrownBy(() -> Restore.from(BackupStore.folder(place())).to(couch).start().await())
        .isInstanceOf(VerificationFailedException.class)
        .hasMessageContaining("manifest.json is broken");
  }

  @Test
  void anyFlippedByte() throws IOException {
    BackupStore store = made();
    Random random = new Random(1);
    for (String name : store.list()) {
      Path file = place().resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 12; i++) {
        byte[] broken = whole.clone();
        broken[random.nextInt(broken.length)] ^= (byte) (1 << random.nextInt(7));
        Files.write(file, broken);
        assertThatThrownBy(() -> Verify.backup(store).start().await())
            .as(name)
            .isInstanceOf(HostingException.class);
        assertThatThrownBy(() -> Restore.from(store).to(couch).prefix("x").start().await())
            .as(name)
            .isInstanceOf(HostingException.class);
      }
      Files.write(file, whole);
    }
    assertThat(requests()).noneMatch(path -> path.startsWith("/x"));
    Verify.backup(store).start().await();
  }

  private Stream<String> requests() {
    List<String> paths = new java.util.ArrayList<>();
    for (int i = server.getRequestCount(); i > 0; i--) {
      try {
        paths.add(server.takeRequest().getUrl().encodedPath());
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    return paths.stream();
  }

  /** A folder that takes 10 bytes. */
  private record FullStore(BackupStore folder) implements BackupStore {
    @Override
    public String location() {
      return folder.location();
    }

    @Override
    public List<String> list() throws IOException {
      return folder.list();
    }

    @Override
    public InputStream open(String name, long offset) throws IOException {
      return folder.open(name, offset);
    }

    @Override
    public void delete(String name) throws IOException {
      folder.delete(name);
    }

    @Override
    public Upload create(String name) throws IOException {
      Upload upload = folder.create(name);
      return new Upload() {
        @Override
        public void write(int b) throws IOException {
          throw new IOException("No space left on device");
        }

        @Override
        public void commit() throws IOException {
          upload.commit();
        }

        @Override
        public void close() throws IOException {
          upload.close();
        }
      };
    }
  }
}
