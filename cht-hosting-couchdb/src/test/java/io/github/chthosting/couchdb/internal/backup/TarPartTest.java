package io.github.chthosting.couchdb.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.backup.store.FolderStore;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

class TarPartTest {
  private static final byte[] CONTENT = "hello".getBytes(StandardCharsets.UTF_8);
  private static final String MD5 = "5d41402abc4b2a76b9719d911017c592";

  @TempDir Path folder;

  private FolderStore store() {
    return new FolderStore(folder.resolve("b"));
  }

  private static void add(TarPart part) throws IOException {
    part.begin(MD5 + "-5", CONTENT.length);
    part.write(CONTENT, CONTENT.length);
    part.endMember();
  }

  @Test
  void anArchiveIsWholeWhenItIsCommitted() throws Exception {
    Part part;
    try (TarPart tar = new TarPart(store(), "databases/a", "x.tar")) {
      assertThat(tar.begin("empty", 0)).isEqualTo(512);
      tar.endMember();
      add(tar);
      assertThat(store().list()).containsExactly("databases/a/x.tar.unfinished");
      part = tar.end();
    }

    assertThat(store().list()).containsExactly("databases/a/x.tar");
    assertThat(part.rows()).isEqualTo(2);
    assertThat(part.content()).isEqualTo(5);
    assertThat(part.bytes()).isEqualTo(512 + 512 + 512 + 1024);
    PartReader.requireWhole(store(), part);
    TarReader.check(store(), part);
    TarReader.requireMember(store(), at(1024, 5, "md5-XUFAKrxLKna5cZ2REBfFkg=="));
    assertThatThrownBy(() -> TarReader.requireMember(store(), at(1024, 5, "md5-AAAA")))
        .hasMessage("no attachment of 5 bytes is at 1024 of databases/a/x.tar");
    assertThatThrownBy(() -> TarReader.requireMember(store(), at(1024, 6, "")))
        .hasMessage("no attachment of 6 bytes is at 1024 of databases/a/x.tar");
    assertThatThrownBy(() -> TarReader.requireMember(store(), at(3, 5, "")))
        .hasMessage("no attachment can be at 3 of databases/a/x.tar");
  }

  private static StoredAttachment at(long offset, long length, String digest) {
    ObjectNode stub = Json.mapper().createObjectNode().put("digest", digest);
    return new StoredAttachment("p", stub, "databases/a/x.tar", offset, length, false);
  }

  @Test
  void anArchiveThatIsNotEndedIsDiscarded() throws Exception {
    try (TarPart tar = new TarPart(store(), "databases/a", "x.tar")) {
      add(tar);
    }

    assertThat(store().list()).isEmpty();
  }

  /** A store that fails is not an answer of CouchDB that failed: nothing is read again for it. */
  @Test
  void aCommitThatFailsIsTheStoresFailure() throws Exception {
    try (TarPart tar = new TarPart(new Uncommitted(store()), "databases/a", "x.tar")) {
      add(tar);

      assertThatThrownBy(tar::end)
          .isInstanceOf(Handoff.WriterFailedException.class)
          .hasRootCauseMessage("no more");
    }
    assertThat(store().list()).isEmpty();
  }

  private record Uncommitted(BackupStore store) implements BackupStore {
    @Override
    public String location() {
      return store.location();
    }

    @Override
    public List<String> list() throws IOException {
      return store.list();
    }

    @Override
    public InputStream open(String name, long offset) throws IOException {
      return store.open(name, offset);
    }

    @Override
    public void delete(String name) throws IOException {
      store.delete(name);
    }

    @Override
    public Upload create(String name) throws IOException {
      Upload upload = store.create(name);
      return new Upload() {
        @Override
        public void write(int b) throws IOException {
          upload.write(b);
        }

        @Override
        public void commit() throws IOException {
          throw new IOException("no more");
        }

        @Override
        public void close() throws IOException {
          upload.close();
        }
      };
    }
  }
}
