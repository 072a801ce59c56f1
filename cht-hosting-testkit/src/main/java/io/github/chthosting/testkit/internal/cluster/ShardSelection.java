package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/**
 * The choice of copies that a coordinator asks. Of several copies of a range any one may answer
 * first, also one that is not complete, as with CouchDB.
 */
final class ShardSelection {
  private final Node coordinator;
  private final ShardMap map;

  ShardSelection(Node coordinator, ShardMap map) {
    this.coordinator = coordinator;
    this.map = map;
  }

  ShardMap map() {
    return map;
  }

  /** Returns whether a copy's node is connected and not in maintenance. */
  boolean isUsable(ShardCopy copy) {
    return coordinator.reach(copy.node()).filter(node -> !node.inMaintenance()).isPresent();
  }

  /** Opens a copy; its file is made if the node knows the database, but has no file yet. */
  Optional<OpenShard> open(ShardCopy copy) {
    return coordinator
        .reach(copy.node())
        .filter(node -> !node.inMaintenance())
        .flatMap(node -> file(node, copy))
        .map(file -> new OpenShard(copy, file));
  }

  private static Optional<LocalDatabase> file(Node node, ShardCopy copy) {
    Optional<LocalDatabase> found = node.files().find(copy.file());
    boolean known = node.findMap(Cluster.databaseOf(copy.file())).isPresent();
    return found.isPresent() || !known
        ? found
        : Optional.of(node.files().findOrCreate(copy.file(), node.defaultSecurity()));
  }

  /** The copies of a document that answer, in the order in which they happen to. */
  List<OpenShard> ofDocument(String id) {
    return shuffled(map.copiesOf(id)).stream().map(this::open).flatMap(Optional::stream).toList();
  }

  /** All copies that answer. */
  List<OpenShard> all() {
    return map.copies().stream().map(this::open).flatMap(Optional::stream).toList();
  }

  /**
   * One copy a range, together the whole database.
   *
   * @throws ApiException 412 or 500 {@code nodedown} if a range has no copy that answers
   */
  List<OpenShard> ring() {
    List<OpenShard> chosen = new ArrayList<>();
    for (Range range : map.ring(this::isUsable)) {
      shuffled(map.copiesOf(range)).stream()
          .map(this::open)
          .flatMap(Optional::stream)
          .findFirst()
          .ifPresent(chosen::add);
    }
    if (chosen.isEmpty()) {
      throw unavailable();
    }
    return chosen;
  }

  /** Returns what CouchDB says of a database that lacks a range. */
  ApiException unavailable() {
    return maintained()
        .map(node -> new ApiException(412, "nodedown", node))
        .orElseGet(() -> new ApiException(500, "nodedown", "progress not possible"));
  }

  /** A node in maintenance that would be needed. */
  private Optional<String> maintained() {
    boolean allConnected =
        map.copies().stream().allMatch(copy -> coordinator.reach(copy.node()).isPresent());
    return allConnected
        ? map.copies().stream()
            .map(ShardCopy::node)
            .filter(node -> coordinator.reach(node).filter(Node::inMaintenance).isPresent())
            .findFirst()
        : Optional.empty();
  }

  private List<ShardCopy> shuffled(List<ShardCopy> copies) {
    if (copies.size() < 2) {
      return copies;
    }
    List<ShardCopy> shuffled = new ArrayList<>(copies);
    Collections.shuffle(shuffled, new Random(coordinator.cluster().random(Integer.MAX_VALUE)));
    return shuffled;
  }

  /** Properties of the database as its info prints them. */
  tools.jackson.databind.node.ObjectNode properties() {
    tools.jackson.databind.node.ObjectNode properties = Json.object();
    if (map.isPartitioned()) {
      properties.put("partitioned", true);
    }
    return properties;
  }
}
