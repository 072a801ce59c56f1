package io.github.chthosting.couchdb.cluster;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.NotFoundException;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.Addresses;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Steps that change who is a member, and how. Each may be run again. */
final class NodeChanges {
  private static final Duration POLL = Duration.ofMillis(200);

  private final CouchDb couch;
  private final Wire wire;
  private final Step step;
  private final String node;
  private final Duration patience;
  private final WorkContext context;

  NodeChanges(CouchDb couch, Step step, Duration patience, WorkContext context) {
    int first = Addresses.of(Wire.of(couch)).first();
    this.couch = couch.at(first);
    this.wire = Wire.of(couch).at(first);
    this.step = step;
    this.node = step.argument("node");
    this.patience = patience;
    this.context = context;
  }

  void run(Marks marks) {
    switch (step.action()) {
      case NodePlans.JOIN -> join(marks);
      case NodePlans.ALIGN -> settings().align(marks);
      case NodePlans.LEAVE -> leave(marks);
      case NodePlans.MAINTENANCE -> settings().maintain(marks, step.argument("mode"));
      case NodePlans.ZONE -> setZone(marks, step.argument("zone"));
      case NodePlans.CATCH_UP -> new CatchUp(couch, node, patience, context).run();
      default -> throw new IllegalArgumentException("not a change of a node: " + step);
    }
  }

  void rollBack(Marks marks) {
    Map<String, String> known = marks.all();
    switch (step.action()) {
      case NodePlans.JOIN -> {
        if (known.containsKey("joining")) {
          delete(node);
        }
      }
      case NodePlans.ALIGN -> NodeSettingChanges.restore(known);
      case NodePlans.LEAVE -> {
        if (known.containsKey("document") && document(node).isEmpty()) {
          write(parsed(known.getOrDefault("document", "{}")));
        }
      }
      case NodePlans.MAINTENANCE -> {
        if (known.containsKey("before")) {
          settings().endMaintenance(known.getOrDefault("before", ""));
        }
      }
      case NodePlans.ZONE -> {
        if (known.containsKey("before")) {
          setZone(marks, known.getOrDefault("before", ""));
        }
      }
      default -> {
        // Waiting changes nothing.
      }
    }
  }

  private NodeSettingChanges settings() {
    return new NodeSettingChanges(couch, node, this::await);
  }

  private void join(Marks marks) {
    if (document(node).isEmpty()) {
      marks.put("joining", "yes");
      // Empty, as the node wrote it itself: another first revision would be in conflict with that.
      write(wire.mapper().createObjectNode());
    }
    await(
        () -> {
          Membership view = couch.cluster().membership();
          return view.connected().contains(node) && everyMember(view, true);
        },
        () ->
            node
                + " is no member on all nodes yet. Check that the nodes reach each other by these names on the ports of Erlang (4369 and 9100) and that their cookies are equal; then resume, or roll back");
    Optional.ofNullable(step.arguments().get("zone")).ifPresent(zone -> setZone(marks, zone));
    await(this::hasAllMaps, () -> node + " does not have all maps yet: resume");
  }

  /** Whether each member that can be asked knows that {@code node} is one, or is none. */
  private boolean everyMember(Membership view, boolean wanted) {
    for (String member : view.members()) {
      boolean asked = view.connected().contains(member) && (!member.equals(node) || wanted);
      if (asked) {
        try {
          JsonNode rows = wire.json(Call.of("GET", "_node", member, "_nodes", "_all_docs"));
          if (rows.path("rows").findValuesAsText("id").contains(node) != wanted) {
            return false;
          }
        } catch (HostingException e) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean hasAllMaps() {
    return revisions("_local").equals(revisions(node));
  }

  private Map<String, String> revisions(String of) {
    Map<String, String> revisions = new TreeMap<>();
    wire.json(Call.of("GET", "_node", of, "_dbs", "_all_docs"))
        .path("rows")
        .forEach(
            row -> revisions.put(row.path("id").asText(), row.path("value").path("rev").asText()));
    return revisions;
  }

  private void leave(Marks marks) {
    boolean lost = step.arguments().containsKey("lost");
    requireUnused(lost);
    Optional<ObjectNode> document = document(node);
    if (document.isPresent()) {
      ObjectNode kept = document.get().deepCopy();
      kept.remove("_rev");
      kept.remove("_id");
      marks.put("document", kept.toString());
      delete(node);
    }
    await(
        () -> everyMember(couch.cluster().membership(), false),
        () -> node + " is still a member for some nodes: resume");
  }

  /** The plan may be old: a database may have been created on the node since. */
  private void requireUnused(boolean lost) {
    TreeSet<String> databases = new TreeSet<>();
    for (JsonNode row :
        wire.json(
                Call.of("GET", "_node", "_local", "_dbs", "_all_docs").query("include_docs", true))
            .path("rows")) {
      if (row.path("doc").path("by_node").has(node)) {
        databases.add(row.path("id").asText());
      }
    }
    boolean answers = couch.cluster().membership().connected().contains(node);
    if (lost ? answers : !databases.isEmpty()) {
      throw new PlanRefusedException(
          step.toString(),
          List.of(
              lost
                  ? node + " answers again: give this plan up, and drain it instead"
                  : "maps place copies on it since (%s): give this plan up, observe and plan again"
                      .formatted(NodePlans.shortened(databases))));
    }
  }

  private void setZone(Marks marks, String zone) {
    ObjectNode document = document(node).orElseGet(() -> wire.mapper().createObjectNode());
    String before = document.path("zone").asText("");
    if (!marks.all().containsKey("before")) {
      marks.put("before", before);
    }
    if (!before.equals(zone)) {
      write(zone.isEmpty() ? document.without("zone") : document.put("zone", zone));
    }
  }

  private Optional<ObjectNode> document(String name) {
    try {
      return Optional.of((ObjectNode) wire.json(Call.of("GET", path(name))));
    } catch (NotFoundException e) {
      return Optional.empty();
    }
  }

  private void write(ObjectNode document) {
    wire.run(wire.put(path(node), document));
  }

  private void delete(String name) {
    document(name)
        .ifPresent(
            known ->
                wire.run(Call.of("DELETE", path(name)).query("rev", known.path("_rev").asText())));
  }

  private static List<String> path(String name) {
    return List.of("_node", "_local", "_nodes", name);
  }

  private ObjectNode parsed(String text) {
    try {
      return (ObjectNode) wire.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the journal's mark is no JSON: " + e.getMessage(), e);
    }
  }

  private void await(BooleanSupplier done, Supplier<String> message) {
    Waiting.until(done, patience, POLL, context, step.toString(), message);
  }
}
