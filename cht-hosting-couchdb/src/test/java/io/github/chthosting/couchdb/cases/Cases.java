package io.github.chthosting.couchdb.cases;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/** The behaviour of the client on any server; a subclass names the server. */
public abstract class Cases {
  static final ObjectMapper JSON = new ObjectMapper();

  private final List<Database> created = new ArrayList<>();
  final CouchDb couch;

  Cases(CouchDb couch) {
    this.couch = couch;
  }

  /** A new database, deleted after the test; with one copy, so that reads see what was written. */
  Database fresh() {
    return fresh(DatabaseOptions.defaults().q(2).n(1));
  }

  Database fresh(DatabaseOptions options) {
    Database database = couch.database("client-it-" + UUID.randomUUID());
    database.create(options);
    created.add(database);
    return database;
  }

  @AfterEach
  void deleteCreated() {
    created.stream().filter(Database::exists).forEach(Database::delete);
  }

  static Document document(String id, String json) {
    ObjectNode object = (ObjectNode) json(json);
    return Document.of(object.put("_id", id));
  }

  static JsonNode json(String text) {
    return JSON.readTree(text.replace('\'', '"'));
  }

  /** Writes {@code count} documents {@code d00000…} in one request. */
  static void fill(Database database, int from, int count) {
    List<Document> documents = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      documents.add(document("d%05d".formatted(i), "{'n':" + i + "}"));
    }
    database.bulk().write(documents);
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("not true within 20 s");
      }
      Thread.sleep(20);
    }
  }
}
