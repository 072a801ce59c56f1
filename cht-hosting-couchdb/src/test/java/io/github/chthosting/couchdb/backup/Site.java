package io.github.chthosting.couchdb.backup;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.RawReply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Databases on a server that are deleted at the end, and requests as a test thinks of them. */
final class Site implements AutoCloseable {
  static final ObjectMapper JSON = new ObjectMapper();

  private final CouchDb couch;
  private final List<String> names = new ArrayList<>();
  private final String prefix =
      "bk-" + UUID.randomUUID().toString().substring(0, 8).toLowerCase(java.util.Locale.ROOT) + "-";

  Site(CouchDb couch) {
    this.couch = couch;
  }

  CouchDb couch() {
    return couch;
  }

  String prefix() {
    return prefix;
  }

  /** A name that is this test's alone; what has it is deleted at the end. */
  String name(String suffix) {
    String name = prefix + suffix;
    names.add(name);
    return name;
  }

  Database create(String suffix) {
    Database database = couch.database(name(suffix));
    database.create();
    return database;
  }

  /** Writes revisions as they are. */
  void write(Database database, String... documents) throws Exception {
    ObjectNode body = JSON.createObjectNode().put("new_edits", false);
    ArrayNode docs = body.putArray("docs");
    for (String document : documents) {
      docs.add(JSON.readTree(document));
    }
    JsonNode answer = database.request("POST", "_bulk_docs").body(body).json();
    if (!answer.isEmpty()) {
      throw new IllegalStateException("refused: " + answer);
    }
  }

  void attach(Database database, String id, String rev, String name, String type, byte[] content) {
    try (RawReply reply =
        database.request("PUT", id, name).query("rev", rev).body(type, content).send()) {
      if (reply.status() >= 300) {
        throw new IllegalStateException(
            reply + " " + new String(reply.bytes(1000), StandardCharsets.UTF_8));
      }
    }
  }

  /** Every leaf of a document with its history, by revision, as the server tells. */
  static Map<String, JsonNode> leaves(Database database, String... path) {
    JsonNode answer =
        database
            .request("GET", path)
            .query("open_revs", "all")
            .query("revs", true)
            .query("att_encoding_info", true)
            .header("Accept", "application/json")
            .json();
    Map<String, JsonNode> leaves = new TreeMap<>();
    answer.forEach(leaf -> leaves.put(leaf.path("ok").path("_rev").asString(""), leaf.path("ok")));
    return leaves;
  }

  static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  static String hash(char digit) {
    return String.valueOf(digit).repeat(32);
  }

  @Override
  public void close() {
    for (String name : names) {
      Database database = couch.database(name);
      if (database.exists()) {
        database.delete();
      }
    }
  }
}
