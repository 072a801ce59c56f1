package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A cluster, with databases of this test alone, deleted at its end. */
public final class Site implements AutoCloseable {
  public final CouchDb couch;
  private final List<URI> addresses;
  private final String prefix = "repl-" + Long.toString(System.nanoTime(), 36) + "-";
  private final List<String> created = new ArrayList<>();

  private Site(List<URI> addresses) {
    this.addresses = addresses;
    couch = CouchDb.builder(addresses).build();
  }

  /** The cluster of {@code COUCHDB_URL}. */
  public static Site real() {
    return new Site(fromEnvironment("COUCHDB_URL"));
  }

  /** The other server, of {@code COUCHDB_TARGET_URL}. */
  public static Site realTarget() {
    return new Site(fromEnvironment("COUCHDB_TARGET_URL"));
  }

  public static Site embedded(EmbeddedCouchDb server) {
    return new Site(server.uris().stream().map(Site::asAdmin).toList());
  }

  private static URI asAdmin(URI uri) {
    return URI.create(uri.toString().replace("://", "://admin:password@"));
  }

  private static List<URI> fromEnvironment(String variable) {
    String urls = System.getenv(variable);
    if (urls == null) {
      throw new IllegalStateException(variable + " is not set");
    }
    return List.of(urls.split(",")).stream().map(URI::create).toList();
  }

  public Database create(String name) {
    Database database = named(name);
    // With more copies a feed may be read from one that has not got the last writes yet.
    database.create(DatabaseOptions.defaults().q(2).n(1));
    return database;
  }

  public Database named(String name) {
    created.add(prefix + name);
    return couch.database(prefix + name);
  }

  public String job(String name) {
    return prefix + name;
  }

  public Endpoint endpoint(Database database) {
    URI address = addresses.get(0);
    String[] user = address.getUserInfo().split(":", 2);
    String host = address.getScheme() + "://" + address.getHost() + ":" + address.getPort();
    return Endpoint.of(URI.create(host + "/" + database.name()))
        .credentials(Credentials.basic(user[0], user[1]));
  }

  public static void fill(Database database, int from, int count) {
    List<Document> documents = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      documents.add(Document.of("doc-" + i).set("name", "é" + i));
    }
    database.bulk().write(documents).forEach(result -> check(result.isOk()));
  }

  private static void check(boolean written) {
    if (!written) {
      throw new IllegalStateException("not written");
    }
  }

  /** Cancels this test's jobs of CouchDB's own. */
  public void cancelJobs() {
    Replicator replicator = Replicator.of(couch);
    replicator.ids().stream()
        .filter(id -> id.startsWith(prefix))
        .flatMap(id -> replicator.find(id).stream())
        .forEach(ReplicationJob::cancel);
  }

  @Override
  public void close() {
    for (JsonNode name : couch.request("GET", "_all_dbs").json()) {
      if (created.contains(name.asString(""))) {
        couch.database(name.asString("")).delete();
      }
    }
    couch.close();
  }
}
