package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.RejectedDocument;
import io.github.chthosting.couchdb.backup.report.RestoreIncompleteException;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.testkit.EmbeddedNode;
import io.github.chthosting.testkit.Fault;
import io.github.chthosting.testkit.RecordedRequest;
import io.github.chthosting.testkit.function.ValidateFunction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Restores that fail: refused documents are listed, and the message says what is left behind. */
class FailedRestoreTest {
  private static final int DOCUMENTS = 300;

  @TempDir Path folder;
  private final Embedded embedded = new Embedded();
  private final Site site = new Site(embedded.couch());
  private Database medic;

  @BeforeEach
  void backUp() throws Exception {
    medic = site.create("medic");
    List<String> documents = new ArrayList<>();
    for (int i = 0; i < DOCUMENTS; i++) {
      documents.add(
          "{\"_id\":\"d%d\",\"_rev\":\"1-%032x\",\"n\":\"%s\"}"
              .formatted(i, i + 1, i == 7 ? "x".repeat(5_000) : ""));
    }
    site.write(medic, documents.toArray(String[]::new));
    site.write(medic, "{\"_id\":\"_design/d\",\"_rev\":\"1-%s\"}".formatted(Site.hash('d')));
    site.write(medic, "{\"_id\":\"photo\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
    site.attach(medic, "photo", "1-" + Site.hash('a'), "p", "image/png", Site.random(100_000));
    medic.request("PUT", "_local", "point").body(Site.JSON.createObjectNode()).json();
    Backup.of(couch()).databases(medic.name()).to(store()).start().await();
  }

  @AfterEach
  void stop() {
    embedded.close();
  }

  private CouchDb couch() {
    return embedded.couch();
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  private Restore restore(String suffix) {
    return Restore.from(store())
        .to(couch())
        .rename(medic.name(), site.prefix() + suffix)
        .batch(50, 1 << 20);
  }

  private RestoreReport incomplete(Restore restore, String message) {
    Throwable thrown = catchThrowable(() -> restore.start().await());
    assertThat(thrown).isInstanceOf(RestoreIncompleteException.class).hasMessage(message);
    return ((RestoreIncompleteException) thrown).report();
  }

  @Test
  void whatAValidationRefusesIsListedAndTheRestIsThere() throws Exception {
    embedded
        .server()
        .functions()
        .validate(
            "gate",
            (doc, previous, user, security) -> {
              if (doc.path("_id").asString("").matches("d1\\d|photo")) {
                throw ValidateFunction.Refusal.forbidden("not " + doc.path("_id").asString(""));
              }
            });
    Database target = site.create("gated");
    site.write(
        target,
        "{\"_id\":\"_design/gate\",\"_rev\":\"1-%s\",\"validate_doc_update\":\"function(){}\"}"
            .formatted(Site.hash('e')));

    Throwable thrown = catchThrowable(() -> restore("gated").intoExisting().start().await());

    assertThat(thrown)
        .isInstanceOf(RestoreIncompleteException.class)
        .hasMessageMatching(
            "11 of 302 leaves were refused; the first, in \\S+-gated: (d1\\d|photo) \\d-\\w{32}: forbidden - .*not .*"
                + " Everything else is restored; see the report\\.");
    RestoreReport report = ((RestoreIncompleteException) thrown).report();
    assertThat(report.databases().get(0).rejected())
        .hasSize(11)
        .extracting(RejectedDocument::id)
        .contains("photo", "d10", "d19")
        .doesNotHaveDuplicates();
    assertThat(report.leaves()).isEqualTo(291);
    assertThat(target.info().documents()).isEqualTo(292);
  }

  @Test
  void aDocumentThatIsTooLargeIsListedAndTheRestIsThere() {
    for (EmbeddedNode node : embedded.server().nodes()) {
      node.config("couchdb", "max_document_size", "3000");
    }

    RestoreReport report =
        incomplete(
            restore("small"),
            "1 of 302 leaves were refused; the first, in %ssmall: d7 1-%032x: document_too_large - d7. Everything else is restored; see the report."
                .formatted(site.prefix(), 8));

    assertThat(report.databases().get(0).rejected()).hasSize(1);
    assertThat(report.documents()).isEqualTo(301);
  }

  @Test
  void anAttachmentThatIsTooLargeIsListedToo() {
    embedded
        .server()
        .inject(
            Fault.on("PUT", "/" + site.prefix() + "copy/photo")
                .status(413, "{\"error\":\"attachment_too_large\",\"reason\":\"p\"}"));

    RestoreReport report =
        incomplete(
            restore("copy"),
            "1 of 302 leaves were refused; the first, in %scopy: photo %s: attachment_too_large - p. Everything else is restored; see the report."
                .formatted(
                    site.prefix(), medic.request("GET", "photo").json().path("_rev").asString("")));

    assertThat(report.documents()).isEqualTo(301);
  }

  @Test
  void connectionsThatAreCutAreTakenUpAgain() {
    embedded.server().inject(Fault.on(FailedRestoreTest::isBulkDocs).cutAfter(0).times(2));
    embedded.server().inject(Fault.on(FailedRestoreTest::isBulkDocs).afterFirst(2).cut().times(2));
    embedded.server().inject(Fault.on("PUT", "/*/photo").cut().times(1));

    RestoreReport report = restore("copy").start().await();

    assertThat(report.leaves()).isEqualTo(302);
    Verify.backup(store())
        .against(couch())
        .rename(medic.name(), site.prefix() + "copy")
        .start()
        .await()
        .requireSame();
  }

  private String failure(Restore restore, Class<? extends HostingException> type) {
    Throwable thrown = catchThrowable(() -> restore.start().await());
    assertThat(thrown).isInstanceOf(type);
    return String.valueOf(thrown.getMessage());
  }

  /** Tells whether documents are written, to the cluster or straight to a shard. */
  private static boolean isBulkDocs(RecordedRequest request) {
    return request.method().equals("POST") && request.path().endsWith("/_bulk_docs");
  }

  private void failBulkDocsAfter(int requests) {
    embedded
        .server()
        .inject(
            Fault.on(FailedRestoreTest::isBulkDocs)
                .afterFirst(requests)
                .status(501, "{\"error\":\"broken\",\"reason\":\"for good\"}"));
  }

  @Test
  void aDatabaseThatWasCreatedIsDeletedAgain() {
    failBulkDocsAfter(2);

    assertThat(failure(restore("copy"), CouchDbException.class))
        .contains("/_bulk_docs: 501 broken - for good")
        .endsWith(" %scopy, created by this restore, was deleted again.".formatted(site.prefix()));
    assertThat(couch().database(site.prefix() + "copy").exists()).isFalse();
  }

  @Test
  void oneThatCannotBeDeletedIsNamed() {
    failBulkDocsAfter(2);
    embedded
        .server()
        .inject(
            Fault.on("DELETE", "/" + site.prefix() + "copy")
                .status(501, "{\"error\":\"broken\",\"reason\":\"too\"}"));

    assertThat(failure(restore("copy"), CouchDbException.class))
        .contains("/_bulk_docs: 501 broken - for good")
        .contains(
            " %scopy, created by this restore, is half restored and could not be deleted (DELETE "
                .formatted(site.prefix()))
        .endsWith("; delete it.");
  }

  @Test
  void oneThatWasThereSaysWhatItGot() {
    Database target = site.create("there");
    failBulkDocsAfter(2);

    String message = failure(restore("there").parallel(1), CouchDbException.class);

    long written = target.info().documents();
    assertThat(written).isBetween(1L, 299L);
    assertThat(message)
        .endsWith(
            " %s was there before and is left with %d of 302 leaves written; with intoExisting() the restore can be run again, and writes none twice."
                .formatted(target.name(), written));
  }

  @Test
  void cancellingSaysItToo() {
    embedded.server().inject(Fault.on(FailedRestoreTest::isBulkDocs).delay(Duration.ofSeconds(2)));
    Operation<RestoreReport> restore = restore("copy").start();
    while (embedded.server().requests().stream()
        .noneMatch(one -> isBulkDocs(one) && one.path().contains("-copy"))) {
      Thread.onSpinWait();
    }

    restore.cancel();

    assertThatThrownBy(restore::await)
        .isInstanceOf(OperationCancelledException.class)
        .hasMessageEndingWith(
            "%scopy, created by this restore, was deleted again.".formatted(site.prefix()));
    assertThat(couch().database(site.prefix() + "copy").exists()).isFalse();
  }

  @Test
  void aFlippedByteInAnyFileIsFound() throws Exception {
    Random random = new Random(5);
    assertThat(store().list())
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .containsExactlyInAnyOrder(
            "SHA256SUMS",
            "manifest.json",
            "manifest.json",
            "attached-000001.ndjson.zst",
            "attachments-000001.tar",
            "designs-000001.ndjson.zst",
            "documents-000001.ndjson.zst",
            "locals-000001.ndjson.zst");
    for (String name : store().list()) {
      Path file = folder.resolve("b").resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < 10; i++) {
        byte[] broken = whole.clone();
        broken[i == 0 ? 0 : i == 1 ? whole.length - 1 : random.nextInt(whole.length)] ^=
            (byte) (1 << random.nextInt(8));
        Files.write(file, broken);
        assertRefused(name);
      }
      Files.write(file, java.util.Arrays.copyOf(whole, whole.length - 1));
      assertRefused(name);
      Files.write(file, whole);
    }
    Verify.backup(store()).start().await();
  }

  private void assertRefused(String name) {
    for (Throwable thrown :
        List.of(
            catchThrowable(() -> Verify.backup(store()).start().await()),
            catchThrowable(() -> restore("copy").start().await()))) {
      assertThat(thrown).as(name).isInstanceOf(HostingException.class);
      assertThat(thrown.getMessage()).as(name).contains(store().location()).endsWith(".");
      // The database's name has a random part, which may hold "-0" too.
      if (name.substring(name.lastIndexOf('/') + 1).contains("-0")) {
        assertThat(thrown)
            .isInstanceOf(VerificationFailedException.class)
            .hasMessage(
                "%s/%s is broken: %s. Use another backup. Nothing was changed.",
                store().location(),
                name,
                thrown.getMessage().contains("bytes")
                    ? thrown
                        .getMessage()
                        .replaceAll(".*broken: (.*)\\. Use another backup\\. .*", "$1")
                    : "its SHA-256 is not the one in its manifest");
      }
    }
    assertThat(couch().database(site.prefix() + "copy").exists()).isFalse();
  }
}
