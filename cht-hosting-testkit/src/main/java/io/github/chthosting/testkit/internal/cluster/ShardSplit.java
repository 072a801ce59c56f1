package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.store.ChangesCursor;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import io.github.chthosting.testkit.internal.store.LocalDocument;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Validation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The work of splitting one copy of a range in two. */
final class ShardSplit {
  private final Node node;
  private final ShardCopy source;
  private final List<Range> parts;
  private final String database;
  private final List<ArrayNode> sequences = new ArrayList<>();
  private long copied;

  ShardSplit(Node node, ShardCopy source) {
    this.node = node;
    this.source = source;
    parts = source.range().parts(2);
    database = Cluster.databaseOf(source.file());
    parts.forEach(part -> sequences.add(Json.object().putArray("sequences")));
  }

  /** The names of the files that come of it. */
  List<String> targets() {
    String rest = source.file().substring("shards/00000000-ffffffff".length());
    return parts.stream().map(part -> "shards/" + part + rest).toList();
  }

  private LocalDatabase file(String name) {
    return node.files()
        .find(name)
        .orElseThrow(() -> new ApiException(500, "not_found", "no_db_file"));
  }

  /** Makes the files, and copies what is there. */
  void create() {
    ObjectNode security = file(source.file()).security();
    targets().forEach(target -> node.files().delete(target));
    targets().forEach(target -> node.files().create(target, security));
    targets().forEach(target -> file(target).revsLimit(file(source.file()).revsLimit()));
    copy();
  }

  /** Copies what has come since. */
  void copy() {
    LocalDatabase from = file(source.file());
    long end = from.sequence();
    ShardMap map = node.map(database);
    ChangesCursor changes = from.changes(String.valueOf(copied), false);
    StoredDocument document;
    while ((document = changes.next()) != null) {
      long hash = map.hashOf(document.id());
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).contains(hash)) {
          write(file(targets().get(i)), document, sequences.get(i));
        }
      }
    }
    copied = end;
    remember();
  }

  /**
   * Writes a document, all leaves in one go where nothing is known of it, and notes which of the
   * source's sequences the target's next ones stand for.
   */
  private static void write(LocalDatabase to, StoredDocument document, ArrayNode noted) {
    List<DocumentEdit> edits = new ArrayList<>();
    for (RevisionLeaf leaf : document.leaves()) {
      if (to.document(document.id()).filter(known -> known.knows(leaf.rev())).isEmpty()) {
        edits.add(leaf.toEdit(document.id()));
      }
    }
    if (!edits.isEmpty()) {
      to.write(edits, true, Validation.NONE);
    }
    while (noted.size() < to.sequence()) {
      noted.add(document.seq());
    }
  }

  private void remember() {
    String uuid = file(source.file()).uuid().substring(0, PackedSequence.UUID_DIGITS);
    for (int i = 0; i < parts.size(); i++) {
      ObjectNode body = Json.object();
      body.set("sequences", sequences.get(i));
      var unused =
          file(targets().get(i)).writeLocal(Checkpoints.SPLIT + uuid, null, JsonBody.of(body));
    }
  }

  void copyLocalDocuments() {
    ShardMap map = node.map(database);
    Iterator<LocalDocument> locals = file(source.file()).locals(IdRange.ALL);
    while (locals.hasNext()) {
      LocalDocument local = locals.next();
      if (local.id().startsWith("_local/shard-")) {
        continue;
      }
      long hash = map.hashOf(local.id());
      for (int i = 0; i < parts.size(); i++) {
        if (parts.get(i).contains(hash)) {
          String before = local.rev().equals("0-1") ? null : local.rev();
          var unused = file(targets().get(i)).writeLocal(local.id(), before, local.body());
        }
      }
    }
  }

  /** Puts the parts in the place of the whole, in the maps of all nodes that are reached. */
  void changeMap() {
    // As mem3_reshard_dbdoc: one node edits for all, with what all of them know.
    List<Node> live = live();
    LocalDatabase maps = live.get(0).dbs();
    live.forEach(other -> document(other.dbs()).ifPresent(found -> merge(found, maps)));
    RevisionLeaf winner =
        document(maps)
            .filter(found -> !found.isDeleted())
            .orElseThrow(() -> ApiException.notFound("missing"))
            .winner();
    ObjectNode map = winner.body().tree();
    change(map);
    DocumentEdit edit =
        new DocumentEdit(
            database, winner.rev().pos(), winner.revs(), false, JsonBody.of(map), List.of());
    var unused = maps.write(List.of(edit), false, Validation.NONE).get(0).orThrow();
    StoredDocument changed = document(maps).orElseThrow();
    live.forEach(other -> merge(changed, other.dbs()));
  }

  /** Members that answer, this one included, by name. */
  private List<Node> live() {
    return node.members().stream().sorted().map(node::reach).flatMap(Optional::stream).toList();
  }

  private Optional<StoredDocument> document(LocalDatabase maps) {
    return maps.document(database);
  }

  private static void merge(StoredDocument document, LocalDatabase maps) {
    for (RevisionLeaf leaf : document.leaves()) {
      var unused = maps.write(List.of(leaf.toEdit(document.id())), true, Validation.NONE);
    }
  }

  private void change(ObjectNode map) {
    if (!map.at("/by_range/" + source.range()).toString().contains('"' + node.name() + '"')) {
      throw new IllegalStateException("badmatch: " + source + " is not in the map");
    }
    ArrayNode entry = map.withArray("/changelog").addArray();
    entry.add("split").add(source.range().toString());
    ArrayNode names = entry.addArray();
    parts.forEach(part -> names.add(part.toString()));
    entry.add(node.name());
    replace(map.withObject("/by_node"), node.name(), source.range().toString(), names);
    ObjectNode byRange = map.withObject("/by_range");
    remove(byRange, source.range().toString(), node.name());
    parts.forEach(part -> add(byRange, part.toString(), node.name()));
  }

  private static void replace(ObjectNode lists, String key, String old, ArrayNode parts) {
    List<String> ranges = new ArrayList<>();
    lists.path(key).forEach(range -> ranges.add(range.asString("")));
    ranges.remove(old);
    parts.forEach(part -> ranges.add(part.asString("")));
    ranges.sort(null);
    ranges.forEach(lists.putArray(key)::add);
  }

  private static void remove(ObjectNode lists, String key, String value) {
    List<String> rest = new ArrayList<>();
    for (JsonNode found : lists.path(key)) {
      if (!found.asString("").equals(value)) {
        rest.add(found.asString(""));
      }
    }
    lists.remove(key);
    if (!rest.isEmpty()) {
      rest.forEach(lists.putArray(key)::add);
    }
  }

  private static void add(ObjectNode lists, String key, String value) {
    List<String> all = new ArrayList<>(List.of(value));
    lists.path(key).forEach(found -> all.add(found.asString("")));
    all.stream().distinct().sorted().forEach(lists.putArray(key)::add);
  }

  void deleteSource() {
    node.files().delete(source.file());
  }
}
