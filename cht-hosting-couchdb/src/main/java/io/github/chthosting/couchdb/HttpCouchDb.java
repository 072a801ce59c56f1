package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.Wired;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.server.ServerInfo;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The client over HTTP. */
final class HttpCouchDb implements CouchDb, Wired {
  /** CouchDB's default of {@code max_db_number_for_dbs_info_req}. */
  private static final int INFOS_AT_ONCE = 100;

  private final Wire wire;

  HttpCouchDb(Wire wire) {
    this.wire = wire;
  }

  @Override
  public ServerInfo info() {
    return wire.server().ask(wire);
  }

  @Override
  public boolean isUp() {
    try (Reply reply = wire.sendAny(Call.of("GET", "_up"))) {
      return reply.status() == 200;
    }
  }

  @Override
  public List<String> databases() {
    List<String> names = new ArrayList<>();
    wire.json(Call.of("GET", "_all_dbs")).forEach(name -> names.add(name.asString("")));
    return names;
  }

  @Override
  public Map<String, Optional<DatabaseInfo>> databaseInfos(Collection<String> names) {
    wire.server().require(wire, CouchDbVersion.of(2, 2), "_dbs_info");
    List<String> all = List.copyOf(names);
    Map<String, Optional<DatabaseInfo>> infos = new LinkedHashMap<>();
    for (int from = 0; from < all.size(); from += INFOS_AT_ONCE) {
      List<String> some = all.subList(from, Math.min(all.size(), from + INFOS_AT_ONCE));
      Call call = wire.post(List.of("_dbs_info"), Map.of("keys", some)).asRepeatable();
      for (JsonNode row : wire.json(call)) {
        infos.put(row.path("key").asString(""), info(row));
      }
    }
    return infos;
  }

  /** A database that cannot be asked is not one that does not exist. */
  private static Optional<DatabaseInfo> info(JsonNode row) {
    RowError error = RowError.of(row);
    if (row.has("error") && !error.isMissing()) {
      String name = row.path("key").asString("");
      throw new RowError(name, "", error.error(), error.reason()).failure("POST /_dbs_info", 1);
    }
    JsonNode info = row.path("info");
    return info.isObject() ? Optional.of(DatabaseInfo.of(info)) : Optional.empty();
  }

  @Override
  public Database database(String name) {
    return new HttpDatabase(wire, Names.requireDatabase(name));
  }

  @Override
  public List<ActiveTask> activeTasks() {
    List<ActiveTask> tasks = new ArrayList<>();
    wire.json(Call.of("GET", "_active_tasks")).forEach(task -> tasks.add(ActiveTask.of(task)));
    return tasks;
  }

  @Override
  public Node node(String name) {
    return new Node(wire, name);
  }

  @Override
  public RawRequest request(String method, String... path) {
    return new RawRequest(wire, Call.of(method, path));
  }

  @Override
  public CouchDb within(Duration limit) {
    return new HttpCouchDb(wire.within(limit));
  }

  @Override
  public CouchDb at(int address) {
    if (address < 0 || address >= addresses().size()) {
      throw new IndexOutOfBoundsException(address);
    }
    return new HttpCouchDb(wire.at(address));
  }

  @Override
  public List<URI> addresses() {
    return wire.transport().addresses();
  }

  @Override
  public ObjectMapper mapper() {
    return wire.mapper();
  }

  @Override
  public Wire wire() {
    return wire;
  }

  @Override
  public void close() {
    wire.transport().close();
  }

  @Override
  public String toString() {
    return "CouchDb" + addresses();
  }
}
