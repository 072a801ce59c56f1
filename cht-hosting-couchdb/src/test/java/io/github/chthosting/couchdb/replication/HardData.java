package io.github.chthosting.couchdb.replication;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Data that makes replication hard: long histories, many conflicts, deletions, attachments. */
final class HardData {
  private HardData() {}

  static void fill(Database database) {
    Site.fill(database, 0, 500);
    histories(database);
    conflicts(database);
    attachments(database);
    for (int i = 0; i < 40; i++) {
      database.delete("doc-" + i, database.rev("doc-" + i).orElseThrow());
    }
    database.put(Document.of("a \"quoted\" é/+%😀").set("x", "y"));
  }

  /** Thirty documents of up to 900 generations. */
  private static void histories(Database database) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      documents.add(revision("deep-" + i, 30 * (i + 1), "a", i));
    }
    write(database, documents);
  }

  /** Twenty documents of eight leaves each, some of them deleted. */
  private static void conflicts(Database database) {
    List<Document> documents = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      for (int leaf = 0; leaf < 8; leaf++) {
        Document document = revision("torn-" + i, 2 + leaf % 7, "b" + leaf, leaf);
        document.deleted(leaf % 5 == 4);
        documents.add(document);
      }
    }
    write(database, documents);
  }

  private static Document revision(String id, int generation, String branch, int says) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", id).put("_rev", generation + "-" + hash(branch, generation));
    ObjectNode revisions = json.putObject("_revisions").put("start", generation);
    ArrayNode ids = revisions.putArray("ids");
    for (int i = generation; i > 0; i--) {
      ids.add(hash(branch, i));
    }
    return Document.of(json.put("says", says));
  }

  private static String hash(String branch, int generation) {
    return "%032x".formatted(31L * branch.hashCode() + generation);
  }

  private static void write(Database database, List<Document> documents) {
    if (!database.bulk().writeRevisions(documents).isEmpty()) {
      throw new IllegalStateException("refused");
    }
  }

  private static void attachments(Database database) {
    Random random = new Random(7);
    for (int i = 1; i < 12; i++) {
      byte[] bytes = new byte[i * 40_000];
      random.nextBytes(bytes);
      String rev = database.put(Document.of("file-" + i).set("n", "" + i));
      String type = i % 2 == 0 ? "image/png" : "text/plain";
      database.attachments().put("file-" + i, "a b/é.bin", Optional.of(rev), type, bytes);
    }
  }

  /** CouchDB 3.5.0's own replicator stands still on it for ever, without an error. */
  static void emptyAttachment(Database database) {
    String rev = database.put(Document.of("file-0").set("n", "0"));
    database.attachments().put("file-0", "empty", Optional.of(rev), "text/plain", new byte[0]);
  }
}
