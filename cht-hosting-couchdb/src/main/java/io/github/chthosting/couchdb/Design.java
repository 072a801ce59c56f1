package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.http.Call;
import tools.jackson.databind.JsonNode;

/** A design document of a database and its indexes. Thread-safe. */
public final class Design {
  private final Wire wire;
  private final String database;
  private final String name;

  Design(Wire wire, String database, String name) {
    this.wire = wire;
    this.database = database;
    this.name = name;
  }

  /** Returns its name, without {@code _design/}. */
  public String name() {
    return name;
  }

  /** Returns the id of its document. */
  public String id() {
    return "_design/" + name;
  }

  /** Returns what CouchDB says of the index of its views. */
  public IndexInfo views() {
    return IndexInfo.of(
        wire.json(Call.of("GET", database, "_design", name, "_info")).path("view_index"));
  }

  /** Returns what CouchDB says of a Nouveau index. CouchDB 3.4 or later. */
  public JsonNode nouveau(String index) {
    wire.server().require(wire, CouchDbVersion.of(3, 4), "_nouveau_info");
    return wire.json(Call.of("GET", database, "_design", name, "_nouveau_info", index));
  }

  /** Returns what CouchDB says of a Clouseau search index. CouchDB 3.0 or later. */
  public JsonNode search(String index) {
    wire.server().require(wire, CouchDbVersion.of(3, 0), "_search_info");
    return wire.json(Call.of("GET", database, "_design", name, "_search_info", index));
  }

  @Override
  public String toString() {
    return "Design[" + database + "/" + id() + "]";
  }
}
