package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.report.Difference.Kind;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.verification.Mismatch;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.couchdb.verification.VerificationReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A live database whose documents are those of its backup, and what else it is is not. */
class LiveSettingsTest {
  @TempDir Path folder;
  private final Embedded embedded = new Embedded();
  private final Site site = new Site(embedded.couch());
  private Database medic;

  @BeforeEach
  void backUp() throws Exception {
    medic = site.create("medic");
    medic.put("a", Map.of("n", 1));
    put("_local/own", Map.of("n", 1));
    put("_local/other", Map.of("n", 1));
    put("_local/checkpoint", Map.of("session_id", "x", "history", List.of()));
    Backup.of(embedded.couch()).databases(medic.name()).to(store()).start().await();
  }

  @AfterEach
  void stop() {
    site.close();
    embedded.close();
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  private void put(String path, Object value) {
    medic.request("PUT", path.split("/", 2)).body(Site.JSON.valueToTree(value)).json();
  }

  private VerifyReport verify() {
    return Verify.backup(store()).against(embedded.couch()).start().await();
  }

  private Difference difference(Kind kind, String what) {
    return new Difference(medic.name(), kind, what, "");
  }

  @Test
  void whatIsTheSameIsTheSame() {
    assertThat(verify().requireSame().listed()).isEmpty();
  }

  @Test
  void everySettingThatDiffersIsNamedWithBothValues() {
    Map<String, Difference> named = new TreeMap<>();
    named.put("_security", difference(Kind.SECURITY, "_security"));
    named.put("_revs_limit", difference(Kind.SETTING, "_revs_limit: 1000 and 7"));
    named.put("_purged_infos_limit", difference(Kind.SETTING, "_purged_infos_limit: 1000 and 9"));
    assertThat(named.keySet()).containsExactlyInAnyOrderElementsOf(DatabaseContents.SETTINGS);
    put("_security", Map.of("admins", Map.of("names", List.of("eve"))));
    put("_revs_limit", 7);
    put("_purged_infos_limit", 9);

    VerifyReport report = verify();

    assertThat(report.listed()).containsExactlyInAnyOrderElementsOf(named.values());
    assertThat(report.differences()).isEqualTo(3);
    assertThatThrownBy(report::requireSame).isInstanceOf(VerificationFailedException.class);
    assertThat(report.toString()).contains("_revs_limit: 1000 and 7");
  }

  @Test
  void localDocumentsThatAreDataAreCompared() {
    medic.request("DELETE", "_local", "other").query("rev", "0-1").json();
    put("_local/own", Map.of("n", 2, "_rev", "0-1"));
    put("_local/new", Map.of("n", 1));
    put("_local/checkpoint", Map.of("session_id", "y", "history", List.of(), "_rev", "0-1"));

    VerifyReport report = verify();

    assertThat(report.listed())
        .containsExactlyInAnyOrder(
            difference(Kind.DIFFERENT, "_local/own"),
            difference(Kind.MISSING, "_local/other"),
            difference(Kind.EXTRA, "_local/new"));
    assertThat(report.differences()).isEqualTo(3);
  }

  @Test
  void aBackupWithoutLocalDocumentsDoesNotCompareThem() {
    BackupStore plain = BackupStore.folder(folder.resolve("plain"));
    Backup.of(embedded.couch())
        .databases(medic.name())
        .withoutLocalDocuments()
        .to(plain)
        .start()
        .await();

    assertThat(Verify.backup(plain).against(embedded.couch()).start().await().differences())
        .isZero();
  }

  @Test
  void whatARestoreLeftOutIsSaidAndComparedIfAskedFor() {
    Database copy = embedded.couch().database(site.name("copy"));
    Restore.from(store()).to(embedded.couch()).rename(medic.name(), copy.name()).start().await();

    Verify verify =
        Verify.backup(store()).against(embedded.couch()).rename(medic.name(), copy.name());
    VerifyReport report = verify.start().await().requireSame();

    assertThat(report.notCompared())
        .singleElement()
        .asString()
        .startsWith("2 _local documents of " + medic.name());
    assertThat(report.toString()).contains("not compared: 2 _local documents");
    assertThat(verify.withLocalDocuments().start().await().listed())
        .containsExactlyInAnyOrder(
            new Difference(copy.name(), Kind.MISSING, "_local/own", ""),
            new Difference(copy.name(), Kind.MISSING, "_local/other", ""));
  }

  @Test
  void whetherIdsHavePartitionsIsCompared() {
    Database other = embedded.couch().database(site.name("parted"));
    other.create(DatabaseOptions.defaults().partitioned());
    BackupStore parted = BackupStore.folder(folder.resolve("parted"));
    Backup.of(embedded.couch()).databases(other.name()).to(parted).start().await();
    Database plain = site.create("plain");

    VerifyReport report =
        Verify.backup(parted)
            .against(embedded.couch())
            .rename(other.name(), plain.name())
            .start()
            .await();

    assertThat(report.listed())
        .containsExactly(
            new Difference(plain.name(), Kind.SETTING, "partitioned: true and false", ""));
  }

  @Test
  void twoDatabasesAreComparedByTheSameList() {
    Database copy = embedded.couch().database(site.name("copy"));
    Restore.from(store())
        .to(embedded.couch())
        .rename(medic.name(), copy.name())
        .withLocalDocuments()
        .start()
        .await();
    put("_security", Map.of("admins", Map.of("names", List.of("eve"))));
    put("_revs_limit", 7);
    put("_purged_infos_limit", 9);
    put("_local/own", Map.of("n", 2, "_rev", "0-1"));

    VerificationReport report = Verification.between(medic, copy).start().await();

    assertThat(report.databases().get(0).mismatches())
        .extracting(Mismatch::kind)
        .containsExactlyInAnyOrder(
            Mismatch.Kind.SETTING,
            Mismatch.Kind.SETTING,
            Mismatch.Kind.SETTING,
            Mismatch.Kind.LOCAL_DOCUMENT);
  }
}
