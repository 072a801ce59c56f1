package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.testkit.RecordedRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * Backups that someone has changed, with hashes that are right. Verification and restore agree on
 * each: a typed failure before anything is written, or all of it.
 */
abstract class ChangedBackupCase {
  static final long HUGE = 1_000_000_000_000L;
  private static final int DOCUMENTS = 90;
  static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir private static Path shared;
  static Embedded embedded;
  static ArchiveCopy valid;
  private static long leaves;
  @TempDir Path folder;

  @BeforeAll
  static void backUp() throws Exception {
    embedded = new Embedded();
    Site site = new Site(embedded.couch());
    for (String name : List.of("medic", "logs")) {
      Database database = embedded.couch().database(name);
      database.create();
      for (int i = 0; i < DOCUMENTS; i++) {
        site.write(
            database, "{\"_id\":\"d%d\",\"_rev\":\"1-%032x\",\"n\":%d}".formatted(i, i + 1, i));
      }
    }
    Database medic = embedded.couch().database("medic");
    site.write(medic, "{\"_id\":\"_design/d\",\"_rev\":\"1-%s\"}".formatted(Site.hash('d')));
    site.write(medic, "{\"_id\":\"photo\",\"_rev\":\"1-%s\"}".formatted(Site.hash('a')));
    site.attach(medic, "photo", "1-" + Site.hash('a'), "p", "image/png", Site.random(5_000));
    medic.request("PUT", "_local", "point").body(Site.JSON.createObjectNode()).json();
    Path made = shared.resolve("made");
    leaves =
        Backup.of(embedded.couch())
            .databases("medic", "logs")
            .partSize(2_000)
            .to(BackupStore.folder(made))
            .start()
            .await()
            .leaves();
    valid = ArchiveCopy.of(made);
  }

  @AfterAll
  static void stop() {
    embedded.close();
  }

  /** One change made to a backup. */
  record Variant(String name, Consumer<ArchiveCopy> change) {
    @Override
    public String toString() {
      return name;
    }
  }

  BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  @Nullable Throwable verify() {
    Operation<VerifyReport> verify = Verify.backup(store()).start();
    return catchThrowable(() -> verify.await(LIMIT));
  }

  @Nullable Throwable restore() {
    embedded.server().clearRequests();
    Operation<RestoreReport> restore =
        Restore.from(store()).to(embedded.couch()).prefix("r-").start();
    return catchThrowable(() -> assertThat(restore.await(LIMIT).leaves()).isEqualTo(leaves));
  }

  /** Neither a raw exception nor a word too few; and no request that changes anything. */
  void assertRefusedUnwritten(@Nullable Throwable verified, @Nullable Throwable restored) {
    for (Throwable thrown : new Throwable[] {verified, restored}) {
      assertThat(thrown)
          .isInstanceOf(HostingException.class)
          .isNotInstanceOf(io.github.chthosting.TimedOutException.class)
          .hasMessageContaining(store().location())
          .hasMessageContaining("Nothing was changed.");
    }
    assertThat(restored).hasSameClassAs(verified);
    assertThat(embedded.server().requests())
        .extracting(RecordedRequest::method)
        .isSubsetOf("GET", "HEAD");
  }

  /** Makes the change, and requires that it is refused. */
  void assertRefused(Variant variant) throws IOException {
    ArchiveCopy copy = valid.copy();
    variant.change.accept(copy);
    copy.write(folder.resolve("b"));

    assertRefused();
  }

  void assertRefused() {
    assertRefusedUnwritten(verify(), restore());
  }
}
