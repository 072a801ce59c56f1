package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

/** A manifest that tells of more or less than its parts hold, with hashes that are right. */
class CountsTest {
  @TempDir private static Path folder;

  @BeforeAll
  static void backUp() throws Exception {
    try (Embedded embedded = new Embedded();
        Site site = new Site(embedded.couch())) {
      Database medic = embedded.couch().database(site.name("medic"));
      medic.create();
      for (long seed = 1; seed <= 60; seed++) {
        RandomDocument document =
            new RandomDocument((seed > 57 ? "_design/" : "") + "d" + seed, seed);
        for (int i = 0; i <= seed % 4; i++) {
          site.write(medic, document.grow().toString());
        }
      }
      medic.request("PUT", "_local", "l").body(Site.JSON.createObjectNode()).json();
      Backup.of(embedded.couch()).databases(medic.name()).to(store()).start().await();
    }
  }

  @AfterAll
  static void verifyThatNothingChanged() {
    Verify.backup(store()).start().await();
  }

  private static BackupStore store() {
    return BackupStore.folder(folder.resolve("b"));
  }

  private static Path manifest() throws Exception {
    String name =
        store().list().stream()
            .filter(one -> one.endsWith("/manifest.json"))
            .findFirst()
            .orElseThrow();
    return folder.resolve("b").resolve(name);
  }

  /** Changes the manifest and the hash of it. */
  private static void write(byte[] bytes) throws Exception {
    byte[] before = Files.readAllBytes(manifest());
    Files.write(manifest(), bytes);
    Path sums = folder.resolve("b/SHA256SUMS");
    Files.writeString(sums, Files.readString(sums).replace(sha256(before), sha256(bytes)));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void theBackupHasSomethingOfEverything() throws Exception {
    ObjectNode counts =
        (ObjectNode) Site.JSON.readTree(Files.readAllBytes(manifest())).get("counts");

    counts.remove("changed");
    assertThat(counts.properties()).hasSize(9).allMatch(count -> count.getValue().asLong(0) > 0);
  }

  @ParameterizedTest
  @CsvSource({
    "documents, documents",
    "deleted, deleted documents",
    "conflicted, documents with conflicts",
    "leaves, leaves",
    "designs, leaves of design documents",
    "locals, local documents",
    "attachments, attachments",
    "contents, stored attachments",
    "bytes, bytes of JSON",
  })
  void aWrongCountIsFound(String count, String words) throws Exception {
    byte[] right = Files.readAllBytes(manifest());
    try {
      for (int off : new int[] {1, -1}) {
        ObjectNode manifest = (ObjectNode) Site.JSON.readTree(right);
        ObjectNode counts = (ObjectNode) manifest.get("counts");
        long told = counts.get(count).asLong(0) + off;
        counts.put(count, told);
        write(manifest.toString().getBytes(StandardCharsets.UTF_8));

        assertThatThrownBy(() -> Verify.backup(store()).start().await())
            .isInstanceOf(VerificationFailedException.class)
            .hasMessage(
                "%s: the manifest of %s tells of %d %s, and its parts hold %d. Use another backup. Nothing was changed.",
                store().location(), manifest.get("name").asString(""), told, words, told - off);
      }
    } finally {
      write(right);
    }
  }
}
