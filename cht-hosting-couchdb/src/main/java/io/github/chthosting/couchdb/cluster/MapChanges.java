package io.github.chthosting.couchdb.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Addresses;
import io.github.chthosting.couchdb.internal.shards.Comparison;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.MapEditor;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Steps that change a map alone, and move no document. Each may be run again. */
final class MapChanges {
  /** The words that it knows. */
  static final Set<String> ACTIONS =
      Set.of(
          Replacement.FORGET,
          Replacement.BEGIN_EMPTY,
          MapRepair.HAND,
          MapRepair.MEND,
          MapRepair.ENTER,
          NodePlans.SWEEP);

  private static final List<String> HALVES = List.of("by_node", "by_range");
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Wire wire;
  private final Step step;
  private final String database;
  private final List<Placement> copies;
  private final MapEditor editor;
  private final WorkContext context;

  MapChanges(Wire wire, Step step, Duration patience, WorkContext context) {
    this.wire = wire;
    this.step = step;
    this.database = step.argument("db");
    this.copies = Placement.parseAll(step.argument("copies"));
    this.editor = new MapEditor(wire, database, patience, GRACE);
    this.context = context;
  }

  void run(Marks marks) {
    switch (step.action()) {
      case Replacement.FORGET -> forget();
      case Replacement.BEGIN_EMPTY -> beginEmpty(marks);
      case MapRepair.HAND -> new MapHandOver(wire, step, editor, context).run();
      case MapRepair.MEND -> mend(marks);
      case MapRepair.ENTER -> enter();
      case NodePlans.SWEEP -> sweep();
      default -> throw new IllegalArgumentException("not a change of a map: " + step);
    }
  }

  void rollBack(Marks marks) {
    switch (step.action()) {
      case Replacement.FORGET -> editor.edit(map -> map.with(copies), context);
      case Replacement.BEGIN_EMPTY -> endEmpty(marks);
      case NodePlans.SWEEP -> {
        // What was deleted is proven to be elsewhere.
      }
      case MapRepair.HAND -> {
        // Every node has the map that CouchDB itself would have chosen: there is nothing to undo.
      }
      case MapRepair.MEND -> unmend(marks);
      case MapRepair.ENTER -> leave();
      default -> throw new IllegalArgumentException("not a change of a map: " + step);
    }
  }

  /** Takes copies out that another copy of the same range, on a member, stands in for. */
  private void forget() {
    MapDocument map = editor.read();
    for (Placement copy : copies) {
      if (map.has(copy)) {
        requireOther(map, copy);
      }
    }
    editor.edit(current -> current.without(copies), context);
  }

  private void requireOther(MapDocument map, Placement copy) {
    for (String node : map.ranges().getOrDefault(copy.range(), new TreeSet<>())) {
      boolean leaves = copies.contains(new Placement(copy.range(), node));
      if (!leaves && hasFile(map, copy.range(), node)) {
        return;
      }
    }
    throw new VerificationFailedException(
        step.toString(),
        "%s: no other copy of %s of %s answers with its file. The map was left as it is: bring the other node up first"
            .formatted(step.action(), copy.range(), database),
        null);
  }

  private boolean hasFile(MapDocument map, String range, String node) {
    try {
      return file(map, new Placement(range, node)).info().isPresent();
    } catch (HostingException e) {
      return false;
    }
  }

  private ShardFile file(MapDocument map, Placement copy) {
    return new ShardFile(wire.at(Addresses.of(wire).first()), copy.node(), map.file(copy.range()));
  }

  private List<Placement> replacements() {
    return copies.stream().map(copy -> new Placement(copy.range(), step.argument("to"))).toList();
  }

  private void beginEmpty(Marks marks) {
    MapDocument map = editor.read();
    for (Placement copy : replacements()) {
      ShardFile file = file(map, copy);
      if (file.info().isEmpty()) {
        marks.put("creating:" + copy, "yes");
        file.create();
      }
    }
    editor.edit(current -> current.with(replacements()).without(copies), context);
  }

  /** New files that were written to are left on their disk. */
  private void endEmpty(Marks marks) {
    MapDocument map = editor.edit(current -> current.with(copies).without(replacements()), context);
    for (Placement copy : replacements()) {
      ShardFile file = file(map, copy);
      boolean ours = marks.all().containsKey("creating:" + copy);
      if (ours && file.info().filter(ShardFile.Info::isEmpty).isPresent()) {
        file.delete();
      }
    }
  }

  private void enter() {
    MapDocument map = editor.read();
    for (Placement copy : copies) {
      file(map, copy).requireInfo();
    }
    editor.edit(current -> current.with(copies), context);
  }

  private void leave() {
    editor.edit(current -> withoutRanges(current, copies), context);
  }

  /** Also takes the last copy of a range, which was not there before. */
  private static MapDocument withoutRanges(MapDocument map, List<Placement> copies) {
    ObjectNode edited = map.json().deepCopy();
    for (Placement copy : copies) {
      edited.withObject("/by_range").remove(copy.range());
    }
    return new MapDocument(edited).consistent();
  }

  /** Deletes files that the map does not name, after a comparison with one that it names. */
  private void sweep() {
    MapDocument map = editor.read();
    for (Placement copy : copies) {
      context.checkCancelled();
      ShardFile stray = file(map, copy);
      if (!map.has(copy) && stray.info().isPresent()) {
        String holder = map.ranges().getOrDefault(copy.range(), new TreeSet<>()).first();
        ShardFile used = file(map, new Placement(copy.range(), holder));
        int more = new Comparison(stray, used).run().notInRight().size();
        if (more > 0) {
          throw new VerificationFailedException(
              step.toString(),
              "%s holds %d documents that %s has not. It was not deleted: look at them (GET /_node/NODE/FILE/_changes), write what is wanted through the database, and delete the file yourself"
                  .formatted(stray, more, holder),
              null);
        }
        stray.delete();
      }
    }
  }

  private void mend(Marks marks) {
    MapDocument map = editor.read();
    if (!marks.all().containsKey("before")) {
      ObjectNode before = map.json().objectNode();
      HALVES.forEach(half -> before.set(half, map.json().path(half)));
      marks.put("before", before.toString());
    }
    editor.edit(MapDocument::consistent, context);
  }

  private void unmend(Marks marks) {
    String before = marks.all().get("before");
    if (before != null) {
      JsonNode halves = parsed(before);
      editor.edit(map -> with(map, halves), context);
    }
  }

  private static MapDocument with(MapDocument map, JsonNode halves) {
    ObjectNode edited = map.json().deepCopy();
    HALVES.forEach(half -> edited.set(half, halves.path(half)));
    return new MapDocument(edited);
  }

  private JsonNode parsed(String text) {
    try {
      return wire.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the journal's mark is no JSON: " + e.getMessage(), e);
    }
  }
}
