package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Validation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Creates and deletes databases, as one node coordinates it. */
public final class DatabaseAdministration {

  /**
   * The options of a new database.
   *
   * @param q ranges, or null for the node's default
   * @param n copies, or null for the node's default
   * @param placement {@code zone:copies,…}, or null
   */
  public record Wish(
      @Nullable Integer q, @Nullable Integer n, @Nullable String placement, boolean partitioned) {
    /** All by default. */
    public static final Wish DEFAULT = new Wish(null, null, null, false);
  }

  private final Node node;

  public DatabaseAdministration(Node node) {
    this.node = node;
  }

  /**
   * Creates a database.
   *
   * @return whether a majority of the members took it; else it is merely accepted
   * @throws ApiException 412 if it exists; 500 if no node can hold it
   */
  public boolean create(String name, Wish wish) {
    if (node.findMap(name).isPresent()) {
      throw exists();
    }
    ShardMap map = place(name, wish);
    for (ShardCopy copy : map.copies()) {
      node.reach(copy.node())
          .ifPresent(holder -> holder.files().findOrCreate(copy.file(), node.defaultSecurity()));
    }
    List<String> members = node.members();
    long written =
        members.stream()
            .map(node::reach)
            .flatMap(Optional::stream)
            .filter(member -> write(member.dbs(), name, map.toDocument()))
            .count();
    return written > members.size() / 2;
  }

  private static ApiException exists() {
    return new ApiException(
        412, "file_exists", "The database could not be created, the file already exists.");
  }

  private static boolean write(LocalDatabase dbs, String name, ObjectNode map) {
    DocumentEdit edit = new DocumentEdit(name, 0, List.of(), false, JsonBody.of(map), List.of());
    if (dbs.write(List.of(edit), false, Validation.NONE).get(0).error() == null) {
      return true;
    }
    Optional<StoredDocument> there = dbs.document(name);
    if (there.isPresent() && there.get().winner().body().tree().equals(map)) {
      return true; // internal replication was faster
    }
    throw exists();
  }

  private ShardMap place(String name, Wish wish) {
    int q = wish.q() == null ? node.config().number("cluster", "q", 2) : wish.q();
    int n = wish.n() == null ? node.config().number("cluster", "n", 3) : wish.n();
    String suffix = "." + Instant.now().getEpochSecond();
    List<ShardCopy> copies = new ArrayList<>();
    String placement =
        wish.placement() == null ? node.config().get("cluster", "placement") : wish.placement();
    if (placement == null) {
      copies.addAll(spread(name, suffix, allowed(), q, n));
    } else {
      for (String rule : placement.split(",", -1)) {
        String[] parts = rule.split(":", -1);
        List<String> zone = inZone(parts[0]);
        copies.addAll(spread(name, suffix, zone, q, Integer.parseInt(parts[1])));
      }
    }
    return new ShardMap(name, suffix, copies, properties(wish));
  }

  private static ObjectNode properties(Wish wish) {
    ObjectNode properties = Json.object();
    if (wish.partitioned()) {
      properties.put("partitioned", true);
      properties.putArray("hash").add("couch_partition").add("hash").addArray();
    }
    return properties;
  }

  private List<String> allowed() {
    return node.members().stream()
        .filter(member -> !node.member(member).path("decom").asString("").equals("true"))
        .toList();
  }

  private List<String> inZone(String zone) {
    return allowed().stream()
        .filter(member -> node.member(member).path("zone").asString("").equals(zone))
        .toList();
  }

  /** Ranges from the last to the first over the nodes in turn, from some node on, as mem3 does. */
  private List<ShardCopy> spread(String name, String suffix, List<String> nodes, int q, int n) {
    int copies = Math.max(1, Math.min(n, nodes.size()));
    if (nodes.isEmpty()) {
      throw new ApiException(500, "unknown_error", "no_nodes_in_zone");
    }
    List<String> rotated = new ArrayList<>(nodes);
    Collections.rotate(rotated, node.cluster().random(nodes.size()));
    List<Range> ranges = new ArrayList<>(Range.split(q));
    Collections.reverse(ranges);
    List<ShardCopy> placed = new ArrayList<>();
    int next = 0;
    for (Range range : ranges) {
      for (int i = 0; i < copies; i++) {
        String holder = rotated.get(next++ % rotated.size());
        placed.add(new ShardCopy(holder, range, ShardCopy.fileName(range, name, suffix)));
      }
    }
    return placed;
  }

  /**
   * Deletes a database: its map on all members, and the files of the copies.
   *
   * @return whether all members took part; else it is merely accepted
   * @throws ApiException 404 if there is none
   */
  public boolean delete(String name) {
    ShardMap map = node.map(name);
    List<String> members = node.members();
    long done =
        members.stream()
            .map(node::reach)
            .flatMap(Optional::stream)
            .peek(member -> forget(member.dbs(), name))
            .count();
    for (ShardCopy copy : map.copies()) {
      node.reach(copy.node()).ifPresent(holder -> holder.files().delete(copy.file()));
    }
    node.cluster().resharding().forget(name);
    return done == members.size();
  }

  private static void forget(LocalDatabase dbs, String name) {
    dbs.document(name).stream()
        .flatMap(document -> document.leaves().stream())
        .filter(leaf -> !leaf.deleted())
        .forEach(
            leaf ->
                dbs.write(
                    List.of(
                        new DocumentEdit(
                            name, leaf.rev().pos(), leaf.revs(), true, JsonBody.EMPTY, List.of())),
                    false,
                    Validation.NONE));
  }
}
