package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.couchdb.Security;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Databases as a CHT has them, filled with made-up documents: histories of several revisions,
 * conflicts, deletions and attachments among them.
 */
final class ChtLikeInstance {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int BATCH = 500;

  private final CouchDb couch;
  private final String prefix;
  private final ChtLikeData data = new ChtLikeData(7);

  ChtLikeInstance(CouchDb couch, String prefix) {
    this.couch = couch;
    this.prefix = prefix;
  }

  /** The databases' names, the prefix included; without a prefix the users are CouchDB's own. */
  List<String> names() {
    return Stream.of("medic", "medic-sentinel", "medic-users-meta", users())
        .map(name -> prefix + name)
        .toList();
  }

  private String users() {
    return prefix.isEmpty() ? "_users" : "users";
  }

  /** Returns what one of {@link #names()} is called once it is restored. */
  String restored(String name) {
    return prefix + "restored-" + name.substring(prefix.length());
  }

  /** Creates the databases and writes {@code documents} documents into them. */
  void load(int documents) {
    names().stream().filter(name -> !name.equals("_users")).forEach(this::create);
    int infos = documents / 8;
    int feedback = documents / 40;
    int users = documents / 100;
    loadMedic(database("medic"), documents - infos - feedback - users);
    write(database("medic-sentinel"), LongStream.range(0, infos).mapToObj(this::info).toList());
    write(
        database("medic-users-meta"),
        LongStream.range(0, feedback).mapToObj(ChtLikeInstance::feedback).toList());
    write(database(users()), LongStream.range(0, users).mapToObj(this::user).toList());
  }

  private Database database(String name) {
    return couch.database(prefix + name);
  }

  private void create(String name) {
    couch.database(name).create(DatabaseOptions.defaults().q(12).n(1));
    Security.Group admins = new Security.Group(List.of(), List.of("_admin"));
    couch.database(name).putSecurity(Security.of(admins, admins));
  }

  private void loadMedic(Database medic, int documents) {
    List<Document> contacts =
        LongStream.range(0, documents - 1L).mapToObj(n -> Document.of(data.document(n))).toList();
    List<Document> plain = new ArrayList<>(contacts);
    for (int n = 0; n < plain.size(); n += 50) {
      plain.get(n).set("_attachments", photo(n));
    }
    plain.add(designDocument());
    write(medic, plain);
    edit(medic, contacts.subList(0, documents / 10));
    conflict(medic, contacts.subList(documents / 10, documents / 10 + documents / 100));
    delete(medic, contacts.subList(documents / 5, documents / 5 + documents / 50));
  }

  private static ObjectNode photo(int number) {
    byte[] bytes = new byte[2_000 + number % 3_000];
    new java.util.Random(number).nextBytes(bytes);
    ObjectNode attachments = JSON.createObjectNode();
    attachments
        .putObject("photo.png")
        .put("content_type", "image/png")
        .put("data", Base64.getEncoder().encodeToString(bytes));
    attachments
        .putObject("content")
        .put("content_type", "application/xml")
        .put(
            "data",
            Base64.getEncoder()
                .encodeToString("<report/>".repeat(40).getBytes(StandardCharsets.UTF_8)));
    return attachments;
  }

  private static Document designDocument() {
    ObjectNode views = JSON.createObjectNode();
    views
        .putObject("contacts_by_phone")
        .put("map", "function(doc) { if (doc.phone) { emit(doc.phone); } }");
    return Document.of("_design/medic-client").set("views", views);
  }

  /** A second revision of each. */
  private static void edit(Database database, List<Document> documents) {
    for (List<Document> batch : batches(documents)) {
      batch.forEach(document -> document.set("edited", "yes"));
      batch.forEach(document -> document.json().remove("_attachments"));
      write(database, currentRevisions(database, batch));
    }
  }

  /** A sibling of the first revision of each, as two phones that were offline make it. */
  private static void conflict(Database database, List<Document> documents) {
    List<Document> siblings = new ArrayList<>();
    for (Document document : documents) {
      ObjectNode sibling = document.json().deepCopy();
      sibling.remove("_attachments");
      sibling
          .put("_rev", "1-" + "%032x".formatted(document.id().hashCode() & 0xffffffffL))
          .put("edited", "elsewhere");
      siblings.add(Document.of(sibling));
    }
    for (List<Document> batch : batches(siblings)) {
      requireNone(database.bulk().writeRevisions(batch).size(), database);
    }
  }

  private static void delete(Database database, List<Document> documents) {
    for (List<Document> batch : batches(documents)) {
      List<Document> tombstones =
          batch.stream()
              .map(
                  document ->
                      Document.of(
                          JSON.createObjectNode().put("_id", document.id()).put("_deleted", true)))
              .toList();
      write(database, currentRevisions(database, tombstones));
    }
  }

  private static List<Document> currentRevisions(Database database, List<Document> documents) {
    ObjectNode keys = JSON.createObjectNode();
    documents.forEach(document -> keys.withArray("keys").add(document.id()));
    var rows = database.request("POST", "_all_docs").body(keys).repeatable().json().path("rows");
    for (int n = 0; n < documents.size(); n++) {
      documents.get(n).rev(rows.path(n).path("value").path("rev").asString(""));
    }
    return documents;
  }

  private static void write(Database database, List<Document> documents) {
    for (List<Document> batch : batches(documents)) {
      long refused = database.bulk().write(batch).stream().filter(result -> !result.isOk()).count();
      requireNone(refused, database);
    }
  }

  private static void requireNone(long refused, Database database) {
    if (refused > 0) {
      throw new IllegalStateException(database.name() + " refused " + refused + " documents");
    }
  }

  private Document info(long number) {
    String id = data.document(number).path("_id").asString("");
    return Document.of(
        JSON.createObjectNode()
            .put("_id", id + "-info")
            .put("type", "info")
            .put("doc_id", id)
            .put("initial_replication_date", 1_735_689_600_000L + number)
            .set(
                "transitions",
                JSON.createObjectNode()
                    .set("update_clinics", JSON.createObjectNode().put("ok", true))));
  }

  private static Document feedback(long number) {
    return Document.of("feedback-" + number)
        .set("type", "feedback")
        .set("info", "slow network \u2014 retry");
  }

  /** A user; where users can log in, this one has a password that nobody knows. */
  private Document user(long number) {
    ObjectNode user =
        JSON.createObjectNode()
            .put("_id", "org.couchdb.user:chw" + number)
            .put("name", "chw" + number)
            .put("type", "user");
    user.putArray("roles").add("chw");
    if (prefix.isEmpty()) {
      user.put("password", UUID.randomUUID().toString());
    }
    return Document.of(user);
  }

  private static <T> List<List<T>> batches(List<T> all) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += BATCH) {
      batches.add(all.subList(from, Math.min(all.size(), from + BATCH)));
    }
    return batches;
  }
}
