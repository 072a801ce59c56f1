package io.github.chthosting.couchdb;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.Wired;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A database over HTTP. */
final class HttpDatabase implements Database, Wired {
  private final Wire wire;
  private final String name;

  HttpDatabase(Wire wire, String name) {
    this.wire = wire;
    this.name = name;
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
    return get(id, ReadOptions.none());
  }

  @Override
  public Document get(String id, ReadOptions options) {
    List<String> path = path(id);
    return Names.fitsUrl(id)
        ? document(wire.json(options.addTo(Call.of("GET", path))))
        : bulkDocuments().get(id, options);
  }

  @Override
  public <T> T get(String id, Class<T> type) {
    return wire.map(get(id).json(), type);
  }

  @Override
  public Optional<Document> find(String id) {
    try {
      return Optional.of(get(id));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public List<Document> leaves(String id, ReadOptions options) {
    Call call = options.addTo(Call.of("GET", path(id)));
    if (!Names.fitsUrl(id)) {
      return bulkDocuments().revisions(id, Optional.empty(), options);
    }
    List<Document> leaves = new ArrayList<>();
    try {
      JsonNode rows = wire.json(call.query("open_revs", "all"));
      rows.forEach(row -> leaves.add(document(row.path("ok"))));
    } catch (NotFoundException e) {
      return List.of();
    }
    return leaves;
  }

  @Override
  public Optional<String> rev(String id) {
    List<String> path = path(id);
    if (!Names.fitsUrl(id)) {
      return bulkDocuments().rev(id);
    }
    if (id.startsWith("_local/")) {
      // The ETag of a local document is not its revision.
      return find(id).flatMap(Document::rev);
    }
    try (Reply reply = wire.send(Call.of("HEAD", path))) {
      return reply.header("ETag").map(tag -> tag.replace("\"", ""));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  @Override
  public String put(Document document) {
    List<String> path = path(document.id());
    return Names.fitsUrl(document.id())
        ? revision(wire.json(wire.put(path, document.json())))
        : bulkDocuments().put(document.json());
  }

  @Override
  public String put(String id, Object value) {
    ObjectNode json = wire.mapper().valueToTree(value);
    return put(Document.of(json.put("_id", id)));
  }

  @Override
  public String delete(String id, String rev) {
    List<String> path = path(id);
    return Names.fitsUrl(id)
        ? revision(wire.json(Call.of("DELETE", path).query("rev", rev)))
        : bulkDocuments().put(Document.of(id).rev(rev).deleted(true).json());
  }

  @Override
  public String copy(String id, String target, Optional<String> overwritten) {
    if (!Names.fitsUrl(id) || !Names.fitsUrl(target)) {
      ObjectNode copy = get(id, ReadOptions.none().attachments()).json().put("_id", target);
      copy.remove("_rev");
      overwritten.ifPresent(rev -> copy.put("_rev", rev));
      return put(Document.of(copy));
    }
    String destination =
        Names.document(target).stream().map(HttpDatabase::escaped).collect(Collectors.joining("/"));
    String revision = overwritten.map(rev -> "?rev=" + rev).orElse("");
    return revision(
        wire.json(Call.of("COPY", path(id)).header("Destination", destination + revision)));
  }

  private static String escaped(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private BulkDocuments bulkDocuments() {
    return new BulkDocuments(wire, name);
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

  private List<String> path(String id) {
    return below(Names.document(id));
  }

  private List<String> below(List<String> segments) {
    List<String> path = new ArrayList<>(segments);
    path.add(0, name);
    return path;
  }

  private static Document document(JsonNode json) {
    if (json instanceof ObjectNode object) {
      return Document.of(object);
    }
    throw new HostingException(
        "GET", "CouchDB answered something else than a document", false, null);
  }

  private static String revision(JsonNode answer) {
    return answer.path("rev").asText();
  }

  @Override
  public String toString() {
    return "Database[" + name + "]";
  }
}
