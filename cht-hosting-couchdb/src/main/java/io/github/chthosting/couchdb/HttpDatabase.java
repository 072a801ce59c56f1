package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.Wired;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A database over HTTP. */
final class HttpDatabase implements Database, Wired {
  private final Wire wire;
  private final String name;
  private final HttpDocuments documents;

  HttpDatabase(Wire wire, String name) {
    this.wire = wire;
    this.name = name;
    this.documents = new HttpDocuments(wire, name);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public DatabaseInfo info() {
    return DatabaseInfo.of(wire.json(Call.of("GET", name)));
  }

  @Override
  public boolean exists() {
    return found(Call.of("HEAD", name));
  }

  @Override
  public void create(DatabaseOptions options) {
    if (options.parameters().containsKey("partitioned")) {
      wire.server().require(wire, CouchDbVersion.of(3, 0), "a partitioned database");
    }
    wire.run(options.addTo(Call.of("PUT", name)));
  }

  @Override
  public boolean createIfAbsent(DatabaseOptions options) {
    try {
      create(options);
      return true;
    } catch (CouchDbException e) {
      if (e.status() == 412) {
        return false;
      }
      throw e;
    }
  }

  @Override
  public void delete() {
    wire.run(Call.of("DELETE", name));
  }

  @Override
  public Security security() {
    return Security.of(wire.json(Call.of("GET", name, "_security")));
  }

  @Override
  public void putSecurity(Security security) {
    wire.run(wire.put(List.of(name, "_security"), security.toJson()).asRepeatable());
  }

  @Override
  public Document get(String id) {
    return documents.get(id, ReadOptions.none());
  }

  @Override
  public Document get(String id, ReadOptions options) {
    return documents.get(id, options);
  }

  @Override
  public <T> T get(String id, Class<T> type) {
    return wire.map(get(id).json(), type);
  }

  @Override
  public Optional<Document> find(String id) {
    return documents.find(id);
  }

  @Override
  public List<Document> leaves(String id, ReadOptions options) {
    return documents.leaves(id, options);
  }

  @Override
  public Optional<String> rev(String id) {
    return documents.rev(id);
  }

  @Override
  public String put(Document document) {
    return documents.put(document);
  }

  @Override
  public String put(String id, Object value) {
    ObjectNode json = wire.mapper().valueToTree(value);
    return put(Document.of(json.put("_id", id)));
  }

  @Override
  public String delete(String id, String rev) {
    return documents.delete(id, rev);
  }

  @Override
  public String copy(String id, String target, Optional<String> overwritten) {
    return documents.copy(id, target, overwritten);
  }

  @Override
  public Bulk bulk() {
    return new Bulk(wire, name);
  }

  @Override
  public Attachments attachments() {
    return new Attachments(wire, name);
  }

  @Override
  public Mango mango() {
    return new Mango(wire, name);
  }

  @Override
  public Design design(String design) {
    return new Design(wire, name, design);
  }

  @Override
  public Upkeep upkeep() {
    return new Upkeep(wire, name);
  }

  @Override
  public Rows<Row> query(ViewQuery query) {
    return new Rows<>(JsonRows.open(wire, query.call(wire, name), "rows"), Row::of);
  }

  @Override
  public Page page(ViewQuery query, int size) {
    return new Paging(this::query, size).page(query);
  }

  @Override
  public RawRequest request(String method, String... path) {
    return new RawRequest(wire, Call.of(method, below(List.of(path))));
  }

  @Override
  public Database within(Duration limit) {
    return new HttpDatabase(wire.within(limit), name);
  }

  @Override
  public Wire wire() {
    return wire;
  }

  private boolean found(Call call) {
    try {
      wire.run(call);
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  private List<String> below(List<String> segments) {
    List<String> path = new ArrayList<>(segments);
    path.add(0, name);
    return path;
  }

  @Override
  public String toString() {
    return "Database[" + name + "]";
  }
}
