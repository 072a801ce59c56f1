package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What is to become of one database's map: at most one copy of each range comes, and at most one
 * goes. Of three copies CouchDB takes two equal answers as true, and two that are new could agree
 * on what neither has got yet (seen on 3.5.0: two reads that found nothing).
 *
 * @param database its name
 * @param add copies to make
 * @param remove copies to take out of the map, after those are made and verified
 * @param guard a copy that is in the map only meanwhile; none if one of {@code add} does as well
 * @param deleteFiles whether the files of removed copies are deleted at the end
 */
public record Reshape(
    String database,
    List<Placement> add,
    List<Placement> remove,
    List<Placement> guard,
    boolean deleteFiles) {
  /** The word for it in a plan. */
  public static final String ACTION = "move-shards";

  public Reshape {
    add = List.copyOf(add);
    remove = List.copyOf(remove);
    guard = List.copyOf(guard);
    requireOneOfARange(add);
    requireOneOfARange(remove);
  }

  private static void requireOneOfARange(List<Placement> placements) {
    if (rangesOf(placements).stream().distinct().count() < placements.size()) {
      throw new IllegalArgumentException("a step changes one copy of a range, not " + placements);
    }
  }

  /** As a step of a plan. */
  public Step step(Cost cost) {
    Map<String, String> arguments = new HashMap<>();
    arguments.put("db", database);
    arguments.put("add", Placement.textOf(add));
    arguments.put("remove", Placement.textOf(remove));
    if (!guard.isEmpty()) {
      arguments.put("guard", Placement.textOf(guard));
    }
    if (deleteFiles) {
      arguments.put("delete-files", "true");
    }
    return new Step(ACTION, arguments, cost);
  }

  /** Reads a step of a plan. */
  public static Reshape of(Step step) {
    return new Reshape(
        step.argument("db"),
        Placement.parseAll(step.argument("add")),
        Placement.parseAll(step.argument("remove")),
        Placement.parseAll(step.arguments().getOrDefault("guard", "")),
        Boolean.parseBoolean(step.arguments().getOrDefault("delete-files", "false")));
  }

  /**
   * Whether this is the map that it was planned with.
   *
   * @param fresh whether nothing of it was begun; then all must be as it was
   */
  boolean isMadeFor(MapDocument map, boolean fresh) {
    Set<String> ranges = map.ranges().keySet();
    return ranges.containsAll(rangesOf(add))
        && (!fresh || ranges.containsAll(rangesOf(guard)))
        && (!fresh || remove.stream().allMatch(map::has))
        && (!fresh || add.stream().noneMatch(map::has));
  }

  private static List<String> rangesOf(List<Placement> placements) {
    return placements.stream().map(Placement::range).toList();
  }

  /** The map as it was before the first start, whatever has been done to it since. */
  MapDocument before(MapDocument map) {
    List<Placement> ours = new ArrayList<>(guard);
    ours.addAll(add);
    return map.with(remove).without(ours);
  }
}
