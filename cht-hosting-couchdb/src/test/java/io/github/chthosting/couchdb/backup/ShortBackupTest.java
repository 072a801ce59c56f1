package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** A backup of an earlier version that lacks documents which were there before and after it. */
class ShortBackupTest {
  @TempDir Path folder;

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  private void claim(long documents, String purges) throws Exception {
    String name =
        BackupStore.folder(folder.resolve("b")).list().stream()
            .filter(one -> one.endsWith("/manifest.json"))
            .findFirst()
            .orElseThrow();
    Path file = folder.resolve("b").resolve(name);
    byte[] before = Files.readAllBytes(file);
    ObjectNode manifest = (ObjectNode) Site.JSON.readTree(before);
    for (String state : new String[] {"before", "after"}) {
      ((ObjectNode) manifest.get(state)).put("documents", documents);
    }
    ((ObjectNode) manifest.get("after")).put("purgeSeq", purges);
    byte[] after = manifest.toString().getBytes(StandardCharsets.UTF_8);
    Files.write(file, after);
    Path sums = folder.resolve("b/SHA256SUMS");
    Files.writeString(sums, Files.readString(sums).replace(sha256(before), sha256(after)));
  }

  @Test
  void isRefusedByVerificationAndNamedByARestore() throws Exception {
    try (Embedded embedded = new Embedded();
        Site site = new Site(embedded.couch())) {
      Database medic = site.create("medic");
      for (int i = 0; i < 5; i++) {
        site.write(medic, "{\"_id\":\"d%d\",\"_rev\":\"1-%s\"}".formatted(i, Site.hash('a')));
      }
      BackupStore store = BackupStore.folder(folder.resolve("b"));
      Backup.of(embedded.couch()).databases(medic.name()).to(store).start().await();
      claim(20, "0-x");

      assertThatThrownBy(() -> Verify.backup(store).start().await())
          .isInstanceOf(VerificationFailedException.class)
          .hasMessageContaining("it has 5 of 20 documents");
      RestoreReport report =
          Restore.from(store)
              .to(embedded.couch())
              .rename(medic.name(), site.name("copy"))
              .start()
              .await();
      assertThat(report.toString()).contains("INCOMPLETE in the backup: it has 5 of 20 documents");

      claim(20, "7-x");
      Verify.backup(store).start().await();
    }
  }
}
