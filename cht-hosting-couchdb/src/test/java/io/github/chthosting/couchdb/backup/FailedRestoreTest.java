package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.testkit.Fault;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Restores that fail as a whole: the message says what is left behind. */
class FailedRestoreTest extends FailedRestoreCase {
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
