package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Addresses;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.MapEditor;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Gives a node's copies its new name, in all maps and in {@code _nodes}. */
final class NodeRename {
  private static final String DOCUMENTS = "documents";
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Wire wire;
  private final Wire one;
  private final NodeDocuments documents;
  private final String from;
  private final String to;
  private final Duration patience;
  private final WorkContext context;

  NodeRename(ClusterAccess cluster, RenameNode step, WorkContext context) {
    this.wire = cluster.wire();
    this.one = wire.at(Addresses.of(wire).first());
    this.documents = new NodeDocuments(one);
    this.from = step.from();
    this.to = step.to();
    this.patience = cluster.patience();
    this.context = context;
  }

  void run(Marks marks) {
    requireStopped();
    List<MapDocument> maps = maps(from);
    requireFiles(maps);
    // First the member that is gone: each map is waited for on all members.
    documents.find(from).ifPresent(document -> take(document, marks));
    for (MapDocument map : maps) {
      context.checkCancelled();
      Set<String> ranges = map.rangesOf(from);
      marks.put("renamed:" + map.database(), String.join(",", ranges));
      editor(map).edit(current -> current.renamed(from, to, ranges), context);
    }
    verify(to);
  }

  void rollBack(Marks marks) {
    for (MapDocument map : maps(to)) {
      String renamed = marks.all().get("renamed:" + map.database());
      if (renamed != null) {
        // It may have had ranges of its own before, which stay where they are.
        Set<String> ranges = Set.of(renamed.split(","));
        editor(map).editOnDisk(current -> current.renamed(to, from, ranges), context);
      }
    }
    String both = marks.all().get(DOCUMENTS);
    if (both != null) {
      restore(from, documents.parsed(both).path("from"));
      restore(to, documents.parsed(both).path("to"));
    }
  }

  /** Writes what a node's document said, unless it says so still. */
  private void restore(String name, JsonNode wanted) {
    ObjectNode known = documents.findOrEmpty(name);
    boolean absent = known.isEmpty();
    ObjectNode edited = known.objectNode().setAll((ObjectNode) wanted);
    edited.setAll(ids(known));
    if (absent || !edited.equals(known)) {
      documents.write(name, edited);
    }
  }

  private static ObjectNode ids(ObjectNode document) {
    return document.deepCopy().retain("_id", "_rev");
  }

  private static ObjectNode withoutIds(ObjectNode document) {
    return document.deepCopy().without(List.of("_id", "_rev"));
  }

  private void requireStopped() {
    for (JsonNode node : one.json(Call.of("GET", "_membership")).path("all_nodes")) {
      if (node.asString("").equals(from)) {
        throw new PlanRefusedException(
            "rename " + from, List.of(from + " answers: two nodes must not have the same files"));
      }
    }
  }

  private List<MapDocument> maps(String node) {
    List<MapDocument> maps = new ArrayList<>();
    Call call = Call.of("GET", "_node", "_local", "_dbs", "_all_docs").query("include_docs", true);
    for (JsonNode row : one.json(call).path("rows")) {
      if (row.path("doc") instanceof ObjectNode document && document.path("by_node").has(node)) {
        maps.add(new MapDocument(document));
      }
    }
    return maps;
  }

  /** All of them before the first map is changed. */
  private void requireFiles(List<MapDocument> maps) {
    List<String> missing = new ArrayList<>();
    for (MapDocument map : maps) {
      map.ranges()
          .forEach(
              (range, nodes) -> {
                String file = map.file(range);
                if (nodes.contains(from) && new ShardFile(one, to, file).info().isEmpty()) {
                  missing.add(file);
                }
              });
    }
    if (!missing.isEmpty()) {
      throw new PlanRefusedException(
          "rename " + from + " to " + to,
          List.of(
              "%d files that the maps place on %s are not on the disk of %s, the first %s: copy all its files first"
                  .formatted(missing.size(), from, to, missing.get(0))));
    }
  }

  private void take(ObjectNode document, Marks marks) {
    if (!marks.all().containsKey(DOCUMENTS)) {
      ObjectNode both = one.mapper().createObjectNode();
      both.set("from", withoutIds(document));
      both.set("to", withoutIds(documents.findOrEmpty(to)));
      marks.put(DOCUMENTS, both.toString());
    }
    inherit(withoutIds(document));
    documents.delete(from, document);
  }

  /** The new name takes over what the old one's document said, such as its zone. */
  private void inherit(ObjectNode kept) {
    ObjectNode own = documents.findOrEmpty(to);
    ObjectNode merged = own.deepCopy();
    kept.properties()
        .forEach(
            entry -> {
              if (!merged.has(entry.getKey())) {
                merged.set(entry.getKey(), entry.getValue());
              }
            });
    if (!merged.equals(own) || own.isEmpty()) {
      documents.write(to, merged);
    }
  }

  private MapEditor editor(MapDocument map) {
    return new MapEditor(wire, map.database(), patience, GRACE);
  }

  /** Every database answers with its own count from the renamed node. */
  private void verify(String node) {
    List<String> silent = new ArrayList<>();
    for (MapDocument map : maps(node)) {
      try {
        one.json(Call.of("GET", map.database()));
      } catch (HostingException e) {
        silent.add(map.database());
      }
    }
    if (!silent.isEmpty()) {
      throw new VerificationFailedException(
          "rename " + from + " to " + to,
          "the maps have the new name, and these databases do not answer: %s. Resume to look again, or roll back"
              .formatted(silent),
          null);
    }
  }
}
