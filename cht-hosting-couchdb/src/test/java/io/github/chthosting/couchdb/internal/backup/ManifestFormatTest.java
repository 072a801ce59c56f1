package io.github.chthosting.couchdb.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Counts;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.State;
import io.github.chthosting.http.Json;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Manifests as version 0.1 wrote them, with Jackson 2: the same is read, and written. */
class ManifestFormatTest {
  private static final String DATABASE =
      """
      {
        "name" : "medic",
        "q" : 8,
        "n" : 3,
        "partitioned" : false,
        "revsLimit" : 1000,
        "security" : {
          "members" : {
            "roles" : [ "_admin" ]
          },
          "admins" : { }
        },
        "before" : {
          "documents" : 3,
          "deleted" : 1,
          "updateSeq" : "9-g1AA",
          "purgeSeq" : "0-g1AA"
        },
        "after" : {
          "documents" : 3,
          "deleted" : 1,
          "updateSeq" : "9-g1AA",
          "purgeSeq" : "0-g1AA"
        },
        "lastSeq" : "9-g1AA",
        "counts" : {
          "documents" : 3,
          "deleted" : 1,
          "conflicted" : 1,
          "leaves" : 4,
          "designs" : 1,
          "locals" : 2,
          "attachments" : 1,
          "contents" : 1,
          "bytes" : 9876543210,
          "changed" : 0
        },
        "parts" : [ {
          "kind" : "documents",
          "object" : "databases/medic/documents-000001.ndjson.zst",
          "rows" : 3,
          "bytes" : 120,
          "content" : 400,
          "sha256" : "ab"
        } ]
      }""";

  private static final String TOP =
      """
      {
        "format" : "cht-hosting-backup",
        "version" : 1,
        "id" : "id",
        "tool" : "tool",
        "started" : "2026-11-22T08:00:00Z",
        "finished" : "2026-11-22T08:00:01Z",
        "server" : {
          "version" : "3.5.2",
          "vendor" : "The Apache Software Foundation",
          "uuid" : "u"
        },
        "databases" : [ {
          "name" : "medic",
          "folder" : "databases/medic",
          "documents" : 3,
          "leaves" : 4
        } ]
      }""";

  private static String written(Object manifest) {
    return new String(Manifests.bytes(manifest), StandardCharsets.UTF_8);
  }

  @Test
  void ofADatabase() {
    State state = new State(3, 1, "9-g1AA", "0-g1AA");
    Counts counts = new Counts(3, 1, 1, 4, 1, 2, 1, 1, 9_876_543_210L, 0);
    String object = "databases/medic/documents-000001.ndjson.zst";
    DatabaseManifest manifest =
        new DatabaseManifest(
            "medic",
            8,
            3,
            false,
            1000,
            null,
            Json.mapper().readTree("{\"members\":{\"roles\":[\"_admin\"]},\"admins\":{}}"),
            state,
            state,
            "9-g1AA",
            counts,
            List.of(new Part(Kind.DOCUMENTS, object, 3, 120, 400, "ab")),
            null);
    assertThat(written(manifest)).isEqualTo(DATABASE);
    assertThat(Json.mapper().readValue(DATABASE, DatabaseManifest.class)).isEqualTo(manifest);
  }

  @Test
  void ofABackup() {
    BackupManifest manifest = Json.mapper().readValue(TOP, BackupManifest.class);
    assertThat(manifest.database("medic").orElseThrow().leaves()).isEqualTo(4);
    assertThat(written(manifest)).isEqualTo(TOP);
  }

  @Test
  void whatAnEarlierOneDidNotCountIsZero() {
    String without = DATABASE.replaceFirst(",\\s+\"changed\" : 0", "");
    assertThat(without).isNotEqualTo(DATABASE);
    assertThat(Json.mapper().readValue(without, DatabaseManifest.class).counts().changed())
        .isZero();
  }
}
