package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.LocalRows;
import io.github.chthosting.couchdb.internal.Purge;
import io.github.chthosting.couchdb.internal.RevisionsDiff;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * One copy of one range, by its node's own path {@code /_node/{node}/shards%2F{range}%2F{db}
 * .{suffix}}, whether or not it is in the map. CouchDB 3.0 or later. Thread-safe.
 */
public final class ShardFile {
  private final Wire wire;
  private final String node;
  private final String name;

  /**
   * @param name {@code shards/{range}/{db}.{suffix}}
   */
  public ShardFile(Wire wire, String node, String name) {
    this.wire = wire;
    this.node = node;
    this.name = name;
  }

  public String node() {
    return node;
  }

  public String name() {
    return name;
  }

  /** Returns what its node is asked by. */
  public Wire wire() {
    return wire;
  }

  /** Counts and sequences of the file; empty if there is no such file. */
  public Optional<Info> info() {
    try {
      return Optional.of(Info.of(wire.json(call("GET"))));
    } catch (NotFoundException e) {
      if (e.reason().startsWith("no such node")) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** {@link #info()} of a file that must be there. */
  public Info requireInfo() {
    return Info.of(wire.json(call("GET")));
  }

  /** Creates an empty file. */
  public void create() {
    wire.run(call("PUT"));
  }

  /** Creates an empty file that a plan fills, or marks one that is there; the mark comes first. */
  public void create(WorkMark mark) {
    if (info().isEmpty()) {
      create();
    }
    putLocal(DatabaseContents.MARK_OF_FILE, mark.json());
  }

  /** Returns the mark of the plan that fills it, or had begun to; empty if none does. */
  public Optional<WorkMark> mark() {
    return local(DatabaseContents.MARK_OF_FILE).map(WorkMark::of);
  }

  /** Removes that mark, if it is of this run; all if {@code by} is empty. */
  public void unmark(String by) {
    local(DatabaseContents.MARK_OF_FILE)
        .filter(found -> by.isEmpty() || WorkMark.of(found).by().equals(by))
        .ifPresent(
            found -> deleteLocal(DatabaseContents.MARK_OF_FILE, found.path("_rev").asString("")));
  }

  /** Deletes the file and its indexes; only {@link FileRemoval} knows whether it may. */
  void delete() {
    wire.run(call("DELETE").asRepeatable());
  }

  /** Asks for what changed after {@code since}, up to now. */
  Call changes(String since, boolean documents) {
    Call call = call("GET", "_changes").query("since", since).query("style", "all_docs");
    return documents ? call.query("include_docs", true) : call;
  }

  /**
   * Writes revisions as they are, history included. {@code body} is {@code {"docs":…}}. Returns
   * those that were not written.
   */
  public List<RowError> write(Body body) {
    JsonNode answer = wire.json(call("POST", "_bulk_docs").body(body).asRepeatable());
    return RowError.inList("writing to " + this, answer);
  }

  /** Returns, by id, which of these revisions it has never seen. */
  public Map<String, List<String>> missing(Map<String, List<String>> revisions) {
    Call call = call("POST", "_revs_diff").body(wire.body(revisions)).asRepeatable();
    return RevisionsDiff.missing("asking " + this + " for the revisions it lacks", wire.json(call));
  }

  /** Forgets revisions as if they had never been. */
  public void purge(Map<String, List<String>> revisions) {
    Purge.inParts(
        revisions,
        part -> {
          Call call = call("POST", "_purge").body(wire.body(part)).asRepeatable();
          return Purge.purged("purge in " + this, part, wire.json(call));
        });
  }

  /** One revision with its history and its attachments' bytes, still on the wire. Close it. */
  public Reply revision(String id, String rev) {
    return wire.send(
        call("GET", id.startsWith("_design/") ? id.split("/", 2) : new String[] {id})
            .query("rev", rev)
            .query("revs", true)
            .query("attachments", true));
  }

  /** Ids and revisions of its {@code _local} documents, one at a time. Close it. */
  JsonRows localRevisions() {
    return JsonRows.open(wire, call("GET", "_local_docs"), "rows");
  }

  /** Reads the file's {@code _local} documents, one at a time. Close the result. */
  LocalRows localDocuments() {
    return LocalRows.open(wire, call("GET", "_local_docs"));
  }

  void putLocal(String id, byte[] json) {
    Body body = Body.bytes("application/json", json);
    wire.run(call("PUT", localPath(id)).body(body).asRepeatable());
  }

  /** Writes a {@code _local} document. */
  public void putLocal(String id, Object document) {
    wire.run(call("PUT", localPath(id)).body(wire.body(document)).asRepeatable());
  }

  /** Deletes a {@code _local} document. */
  public void deleteLocal(String id, String rev) {
    wire.run(call("DELETE", localPath(id)).query("rev", rev));
  }

  /** A {@code _local} document; empty if there is none. */
  public Optional<JsonNode> local(String id) {
    try {
      return Optional.of(wire.json(call("GET", localPath(id))));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  /** A setting of the file, such as {@code _security} and {@code _revs_limit}. */
  public JsonNode setting(String setting) {
    return wire.json(call("GET", setting));
  }

  /** Changes a setting of the file. */
  public void set(String setting, JsonNode value) {
    wire.run(call("PUT", setting).body(wire.body(value)).asRepeatable());
  }

  /** Gives it the settings of another file, as far as they differ. */
  void takeSettings(ShardFile from) {
    for (String setting : DatabaseContents.SETTINGS_OF_FILES) {
      JsonNode wanted = from.setting(setting);
      if (!wanted.equals(setting(setting))) {
        set(setting, wanted);
      }
    }
  }

  private static String[] localPath(String id) {
    return new String[] {"_local", id.substring("_local/".length())};
  }

  private Call call(String method, String... path) {
    List<String> segments = new ArrayList<>(List.of("_node", node, name));
    segments.addAll(List.of(path));
    return Call.of(method, segments);
  }

  @Override
  public String toString() {
    return name + " on " + node;
  }

  /**
   * The description that a file gives of itself.
   *
   * @param documents not deleted
   * @param deleted deleted and remembered
   * @param updateSequence of its last change
   * @param purgeSequence of its last purge
   * @param uuid of the file; another file has another
   * @param active bytes in use
   */
  public record Info(
      long documents,
      long deleted,
      long updateSequence,
      long purgeSequence,
      String uuid,
      long active) {
    /** Returns whether nothing was ever written to it. */
    public boolean isEmpty() {
      return documents == 0 && deleted == 0 && updateSequence == 0;
    }

    /** Returns whether there are any, deleted ones included. */
    boolean hasDocuments() {
      return documents + deleted > 0;
    }

    static Info of(JsonNode json) {
      return new Info(
          json.path("doc_count").asLong(0),
          json.path("doc_del_count").asLong(0),
          json.path("update_seq").asLong(0),
          json.path("purge_seq").asLong(0),
          json.path("uuid").asString(""),
          json.path("sizes").path("active").asLong(0));
    }
  }
}
