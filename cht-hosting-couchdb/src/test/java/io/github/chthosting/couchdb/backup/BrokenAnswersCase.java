package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.testkit.Fault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A backup of a database of an embedded server whose answers break off. */
abstract class BrokenAnswersCase {
  static final int DOCUMENTS = 1_500;
  static Embedded embedded;
  @TempDir Path folder;
  Site site;
  Database medic;

  /** The answer that breaks off, and after how many bytes: in the middle of a row. */
  enum Answer {
    CHANGES("GET", "/_changes", 5_001, "reading the changes of "),
    CHANGES_LATE("GET", "/_changes", 150_001, "reading the changes of "),
    BULK_GET("POST", "/_bulk_get", 1_003, "reading revisions of "),
    SMALL_ATTACHMENT("GET", "/pictures/small.png", 500, "reading revisions of "),
    LARGE_ATTACHMENT("GET", "/pictures/large.png", 900_000, "reading revisions of "),
    LOCAL_DOCUMENTS("GET", "/_local_docs", 700, "reading local documents of ");

    final String method;
    final String path;
    final int bytes;
    final String words;

    Answer(String method, String path, int bytes, String words) {
      this.method = method;
      this.path = path;
      this.bytes = bytes;
      this.words = words;
    }

    Fault of(Database database) {
      return Fault.on(method, "/" + database.name() + path);
    }
  }

  @BeforeAll
  static void start() {
    embedded = new Embedded();
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  @BeforeEach
  void fill() throws Exception {
    site = new Site(embedded.couch());
    medic = site.create("medic");
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add(
          i % 10 == 0
              ? "{\"_id\":\"d%d\",\"_rev\":\"2-%s\",\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}}"
                  .formatted(i, Site.hash('b'), Site.hash('b'), Site.hash('a'))
              : "{\"_id\":\"d%d\",\"_rev\":\"1-%032x\",\"n\":%d}".formatted(i, i + 1, i));
    }
    site.write(medic, documents.toArray(String[]::new));
    site.write(medic, "{\"_id\":\"pictures\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
    attach("small.png", 1_000);
    attach("large.png", 1_800_000);
    for (int i = 0; i < 30; i++) {
      medic
          .request("PUT", "_local", "point" + i)
          .body(Site.JSON.createObjectNode().put("n", i))
          .json();
    }
  }

  void attach(String name, int size) {
    String rev = medic.request("GET", "pictures").json().path("_rev").asString("");
    site.attach(medic, "pictures", rev, name, "image/png", Site.random(size));
  }

  @AfterEach
  void delete() {
    site.close();
  }

  BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  CouchDb couch() {
    return embedded.couch();
  }

  Backup backup() {
    return Backup.of(couch())
        .databases(medic.name())
        .to(store())
        .attempts(2)
        .patience(Duration.ofSeconds(2));
  }

  void inject(UnaryOperator<Fault> fault, Answer answer, int times) {
    Fault one = fault.apply(answer.of(medic));
    embedded.server().inject(times > 0 ? one.times(times) : one);
  }

  void assertWholeAndOnce(BackupReport report) throws Exception {
    DatabaseManifest.Counts counts = report.databases().get(0).counts();
    assertThat(counts.documents()).isEqualTo(DOCUMENTS + 1);
    assertThat(counts.leaves()).isEqualTo(DOCUMENTS + 1);
    assertThat(counts.attachments()).isEqualTo(2);
    assertThat(counts.contents()).isEqualTo(2);
    assertThat(counts.locals()).isGreaterThanOrEqualTo(30);
    Verify.backup(store()).start().await();
    String copy = site.name("copy");
    Restore.from(store()).to(couch()).rename(medic.name(), copy).start().await();
    Verify.backup(store())
        .against(couch())
        .rename(medic.name(), copy)
        .start()
        .await()
        .requireSame();
  }

  HostingException failure() throws IOException {
    Throwable thrown = catchThrowable(() -> backup().start().await(Duration.ofSeconds(60)));
    assertThat(thrown).isInstanceOf(HostingException.class);
    assertThat(store().list()).isEmpty();
    return (HostingException) thrown;
  }
}
