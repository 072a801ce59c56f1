package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.report.Difference;
import io.github.chthosting.couchdb.backup.report.RestoreIncompleteException;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.report.TargetNotEmptyException;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.server.NotFoundException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backup, restore and verification on a server, embedded or real. */
abstract class BackupCases {
  @TempDir Path folder;
  private Site site;

  /** The server. */
  abstract CouchDb couch();

  @BeforeEach
  void open() {
    site = new Site(couch());
  }

  @AfterEach
  void delete() {
    site.close();
  }

  private BackupStore store() {
    return BackupStore.folder(folder.resolve("backup"));
  }

  private BackupReport backup(String... names) {
    return Backup.of(couch()).databases(names).to(store()).start().await();
  }

  private RestoreReport restore(String source) {
    site.name("copy-of-" + source);
    return Restore.from(store())
        .to(couch())
        .rename(source, site.prefix() + "copy-of-" + source)
        .q(3)
        .start()
        .await();
  }

  private VerifyReport verify(String source) {
    return Verify.backup(store())
        .against(couch())
        .rename(source, site.prefix() + "copy-of-" + source)
        .start()
        .await();
  }

  private Database copyOf(Database source) {
    return couch().database(site.prefix() + "copy-of-" + source.name());
  }

  /** Everything that a leaf can be. */
  private Database rich() throws Exception {
    Database medic = site.create("rich");
    List<String> plain = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      plain.add(
          "{\"_id\":\"p%d\",\"_rev\":\"1-%032x\",\"n\":%d,\"x\":{\"_attachments\":[1.50,1e3]}}"
              .formatted(i, i + 1, i));
    }
    site.write(medic, plain.toArray(String[]::new));
    String[] hard = {
      "{\"_id\":\"old\",\"_rev\":\"3-%s\",\"_revisions\":{\"start\":3,\"ids\":[\"%s\",\"%s\",\"%s\"]}}"
          .formatted(h('c'), h('c'), h('b'), h('a')),
      "{\"_id\":\"fight\",\"_rev\":\"2-%s\",\"w\":1,\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}}"
          .formatted(h('b'), h('b'), h('a')),
      "{\"_id\":\"fight\",\"_rev\":\"2-%s\",\"w\":2,\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}}"
          .formatted(h('c'), h('c'), h('a')),
      "{\"_id\":\"gone\",\"_rev\":\"2-%s\",\"_deleted\":true,\"why\":\"x\",\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}}"
          .formatted(h('b'), h('b'), h('a')),
      "{\"_id\":\"tomb\",\"_rev\":\"1-%s\",\"_deleted\":true}".formatted(h('d')),
      "{\"_id\":\"a \\\"quoted\\\"/+%%\\n\\u00e9\\ud83d\\ude00\",\"_rev\":\"1-%s\",\"t\":\"\\\"}]\\\\\"}"
          .formatted(h('e')),
      "{\"_id\":\"_design/d\",\"_rev\":\"1-%s\",\"validate_doc_update\":\"function(){throw({forbidden:'no'})}\"}"
          .formatted(h('f')),
    };
    for (String document : hard) {
      site.write(medic, document);
    }
    return medic;
  }

  private static String h(char digit) {
    return Site.hash(digit);
  }

  @Test
  void everyLeafComesBack() throws Exception {
    Database medic = rich();

    BackupReport report = backup(medic.name());

    assertThat(report.documents()).isEqualTo(306);
    assertThat(report.leaves()).isEqualTo(307);
    DatabaseManifest manifest = report.databases().get(0);
    assertThat(manifest.counts().deleted()).isEqualTo(2);
    assertThat(manifest.counts().conflicted()).isEqualTo(1);
    assertThat(manifest.counts().designs()).isEqualTo(1);
    Verify.backup(store()).start().await();
    RestoreReport restored = restore(medic.name());
    assertThat(restored.leaves()).isEqualTo(307);
    assertThat(restored.documents()).isEqualTo(306);
    assertThat(verify(medic.name()).requireSame().leaves()).isEqualTo(307);
    for (String id : List.of("old", "fight", "gone", "tomb", "p7")) {
      assertThat(Site.leaves(copyOf(medic), id)).isEqualTo(Site.leaves(medic, id));
    }
    assertThat(Site.leaves(copyOf(medic), "_design", "d"))
        .isEqualTo(Site.leaves(medic, "_design", "d"));
  }

  @Test
  void attachmentsComeBackBitForBit() throws Exception {
    Database photos = site.create("photos");
    for (String id : List.of("small", "text", "large", "again")) {
      site.write(photos, "{\"_id\":\"%s\",\"_rev\":\"1-%s\",\"k\":1}".formatted(id, h('a')));
    }
    byte[] text = "village health worker ".repeat(500).getBytes(StandardCharsets.UTF_8);
    site.attach(photos, "small", "1-" + h('a'), "a/b c.bin", "image/png", Site.random(3_000));
    site.attach(photos, "text", "1-" + h('a'), "note.txt", "text/plain", text);
    site.attach(photos, "large", "1-" + h('a'), "big.jpg", "image/jpeg", Site.random(3_000_000));
    site.attach(photos, "again", "1-" + h('a'), "same.png", "image/png", Site.random(3_000));

    BackupReport report = backup(photos.name());

    DatabaseManifest.Counts counts = report.databases().get(0).counts();
    assertThat(counts.attachments()).isEqualTo(4);
    assertThat(counts.contents()).isLessThanOrEqualTo(4).isGreaterThanOrEqualTo(3);
    Verify.backup(store()).start().await();
    restore(photos.name());
    verify(photos.name()).requireSame();
    for (String id : List.of("small", "text", "large", "again")) {
      assertThat(Site.leaves(copyOf(photos), id)).isEqualTo(Site.leaves(photos, id));
    }
    try (var reply = copyOf(photos).request("GET", "large", "big.jpg").send()) {
      assertThat(reply.bytes(4_000_000)).isEqualTo(Site.random(3_000_000));
    }
  }

  @Test
  void differencesAreFoundInBothDirections() throws Exception {
    Database medic = site.create("some");
    for (int i = 0; i < 5; i++) {
      site.write(medic, "{\"_id\":\"p%d\",\"_rev\":\"1-%032x\"}".formatted(i, i + 1));
    }
    backup(medic.name());
    restore(medic.name());
    Database copy = copyOf(medic);
    site.write(copy, "{\"_id\":\"new\",\"_rev\":\"1-%s\"}".formatted(h('a')));
    site.write(
        copy,
        "{\"_id\":\"p1\",\"_rev\":\"2-%s\",\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%032x\"]}}"
            .formatted(h('b'), h('b'), 2));

    copy.request("POST", "_purge")
        .body(Site.JSON.readTree("{\"p3\":[\"1-%032x\"]}".formatted(4)))
        .json();

    VerifyReport report = verify(medic.name());

    assertThat(report.differences()).isEqualTo(4);
    assertThat(report.listed())
        .extracting(Difference::kind, Difference::id)
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple(Difference.Kind.EXTRA, "new"),
            org.assertj.core.groups.Tuple.tuple(Difference.Kind.EXTRA, "p1"),
            org.assertj.core.groups.Tuple.tuple(Difference.Kind.SUPERSEDED, "p1"),
            org.assertj.core.groups.Tuple.tuple(Difference.Kind.MISSING, "p3"));
    assertThatThrownBy(report::requireSame).isInstanceOf(VerificationFailedException.class);
  }

  @Test
  void manyWithHistoryAreReadWithoutTheirDocumentsFirst() throws Exception {
    Database busy = site.create("busy");
    for (int batch = 0; batch < 14; batch++) {
      int from = batch * 1_000;
      site.write(
          busy,
          IntStream.range(from, from + 1_000)
              .mapToObj(
                  i ->
                      "{\"_id\":\"d%05d\",\"_rev\":\"2-%s\",\"n\":%d,\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}}"
                          .formatted(i, h('b'), i, h('b'), h('a')))
              .toArray(String[]::new));
    }

    BackupReport report = backup(busy.name());

    assertThat(report.leaves()).isEqualTo(14_000);
    restore(busy.name());
    verify(busy.name()).requireSame();
  }

  @Test
  void securityAndLimitsComeBack() throws Exception {
    Database medic = site.create("medic");
    medic
        .request("PUT", "_security")
        .body(
            Site.JSON.readTree("{\"admins\":{\"roles\":[\"x\"]},\"members\":{\"names\":[\"y\"]}}"))
        .json();
    medic.request("PUT", "_revs_limit").body(Site.JSON.readTree("77")).json();

    backup(medic.name());
    restore(medic.name());

    assertThat(copyOf(medic).request("GET", "_security").json())
        .isEqualTo(medic.request("GET", "_security").json());
    assertThat(copyOf(medic).request("GET", "_revs_limit").json().asInt(0)).isEqualTo(77);
  }

  @Test
  void anEmptyDatabaseIsABackupToo() {
    Database empty = site.create("empty");

    assertThat(backup(empty.name()).leaves()).isZero();
    restore(empty.name());

    assertThat(verify(empty.name()).requireSame().documents()).isZero();
  }

  @Test
  void aMissingDatabaseLeavesNothingBehind() throws Exception {
    Database there = site.create("there");

    assertThatThrownBy(() -> backup(there.name(), site.prefix() + "missing"))
        .isInstanceOf(NotFoundException.class);

    assertThat(store().list()).isEmpty();
  }

  @Test
  void aTargetWithDocumentsIsRefused() throws Exception {
    Database medic = rich();
    backup(medic.name());

    assertThatThrownBy(() -> Restore.from(store()).to(couch()).start().await())
        .isInstanceOf(TargetNotEmptyException.class)
        .hasMessageContaining(medic.name() + " holds 304 documents and 2 deleted ones");

    RestoreReport again = Restore.from(store()).to(couch()).intoExisting().start().await();
    assertThat(again.leaves() + again.rejections()).isEqualTo(307);
    assertThat(again.documents()).isZero();
  }

  @Test
  void rejectedDocumentsAreListed() throws Exception {
    Database medic = site.create("medic");
    site.write(medic, "{\"_id\":\"a\",\"_rev\":\"1-%s\"}".formatted(h('a')));
    backup(medic.name());
    Database target = site.create("refusing");
    assertThat(Files.exists(folder.resolve("backup/manifest.json"))).isTrue();
    refuseAll(target);

    assertThatThrownBy(
            () ->
                Restore.from(store())
                    .to(couch())
                    .rename(medic.name(), target.name())
                    .intoExisting()
                    .start()
                    .await())
        .isInstanceOfSatisfying(
            RestoreIncompleteException.class,
            e -> {
              assertThat(e.report().rejections()).isEqualTo(1);
              assertThat(e.report().documents()).isZero();
              assertThat(e.report().databases().get(0).rejected().get(0).id()).isEqualTo("a");
              assertThat(e).hasMessageContaining("1 of 1 leaves were refused");
            });
  }

  /** Makes a database refuse every document. */
  abstract void refuseAll(Database target) throws Exception;
}
