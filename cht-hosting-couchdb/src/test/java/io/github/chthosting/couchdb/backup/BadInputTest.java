package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.UnsupportedVersionException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gives a typed error, and leaves nothing that looks like a backup. */
class BadInputTest {
  private static final String ROW =
      "{\"seq\":null,\"id\":\"a%d\",\"changes\":[{\"rev\":\"1-x\"}],\"doc\":{\"_id\":\"a%d\",\"_rev\":\"1-x\"}}";
  private static final String FEED =
      "{\"results\":[\n" + row(1) + ",\n" + row(2) + "\n],\n\"last_seq\":\"2-x\",\"pending\":0}\n";

  @TempDir Path folder;
  private final MockWebServer server = new MockWebServer();
  private CouchDb couch;
  private volatile MockResponse changes = json(FEED);

  private static String row(int number) {
    return ROW.formatted(number, number);
  }

  private static MockResponse json(String body) {
    return new MockResponse.Builder().code(200).body(body).build();
  }

  @BeforeEach
  void start() throws IOException {
    server.setDispatcher(
        new Dispatcher() {
          @Override
          public MockResponse dispatch(RecordedRequest request) {
            return answer(request.getUrl().encodedPath());
          }
        });
    server.start();
    couch = CouchDb.builder(server.url("/").uri()).build();
  }

  private MockResponse answer(String path) {
    return switch (path) {
      case "/" -> json("{\"couchdb\":\"Welcome\",\"version\":\"3.5.0\"}");
      case "/medic" ->
          json("{\"db_name\":\"medic\",\"doc_count\":2,\"cluster\":{\"q\":2,\"n\":1}}");
      case "/medic/_security" -> json("{}");
      case "/medic/_revs_limit" -> json("1000\n");
      case "/medic/_changes" -> changes;
      default -> new MockResponse.Builder().code(404).body("{\"error\":\"not_found\"}").build();
    };
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private Path place() {
    return folder.resolve("b");
  }

  private Operation<BackupReport> backup(BackupStore store) {
    return Backup.of(couch).databases("medic").to(store).attempts(2).start();
  }

  private BackupStore made() {
    BackupStore store = BackupStore.folder(place());
    assertThat(backup(store).await().leaves()).isEqualTo(2);
    return store;
  }

  private void assertNothingLeft() throws IOException {
    assertThat(BackupStore.folder(place()).list()).isEmpty();
  }

  @Test
  void aConnectionCutInTheMiddleOfARow() throws IOException {
    changes =
        new MockResponse.Builder()
            .code(200)
            .body(FEED)
            .setHeader("Content-Length", "5000")
            .onResponseEnd(new SocketEffect.CloseSocket())
            .build();

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .isInstanceOf(UnreachableException.class)
        .hasMessageContaining("reading the changes of medic")
        .hasMessageContaining("the backup is not whole");
    assertNothingLeft();
  }

  @Test
  void anErrorAfterTheAnswerBeganWell() throws IOException {
    changes = json("{\"results\":[\n" + row(1) + "\n\n{\"error\":\"x\",\"reason\":\"y z\"}\n");

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .isInstanceOf(CouchDbException.class)
        .hasMessageContaining("x - y z");
    assertNothingLeft();
  }

  @Test
  void anAnswerThatIsNotCouchDbs() throws IOException {
    changes = json("<html>login</html>");

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("not the answer that was asked for");
    assertNothingLeft();
  }

  @Test
  void anAnswerThatNeverEnds() throws IOException {
    changes = json("{\"results\":[" + " ".repeat(3 << 20));

    assertThatThrownBy(() -> backup(BackupStore.folder(place())).await())
        .hasMessageContaining("only white space");
    assertNothingLeft();
  }

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
  void cancelling() throws IOException {
    changes =
        new MockResponse.Builder()
            .code(200)
            .body(FEED)
            .throttleBody(1, 50, java.util.concurrent.TimeUnit.MILLISECONDS)
            .build();
    Operation<BackupReport> backup = backup(BackupStore.folder(place()));

    backup.cancel();

    assertThatThrownBy(() -> backup.await(Duration.ofSeconds(20)))
        .isInstanceOf(OperationCancelledException.class);
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
