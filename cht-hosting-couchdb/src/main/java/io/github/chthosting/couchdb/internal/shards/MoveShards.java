package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.ByteSize;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * A change of one database's map: at most one copy of each range comes, and at most one goes. Of
 * three copies CouchDB takes two equal answers as true, and two that are new could agree on what
 * neither has got yet (seen on 3.5.0: two reads that found nothing).
 *
 * @param db the database
 * @param moves what happens to each range that is touched, in order of the ranges
 * @param guard a copy that is in the map only meanwhile; none if a move does as well
 * @param deleteFiles whether the files of copies that left are deleted at the end
 */
@StepName("move-shards")
public record MoveShards(String db, List<Move> moves, List<Placement> guard, boolean deleteFiles)
    implements Step {
  public MoveShards {
    moves = List.copyOf(moves);
    guard = List.copyOf(guard);
  }

  /**
   * The change of one range.
   *
   * @param range as CouchDB writes it
   * @param from the node whose copy leaves the map, after the new one is verified; empty for none
   * @param to the node that gets a copy; empty for none
   * @param bytes of a copy, about
   */
  public record Move(String range, String from, String to, long bytes) {
    @Override
    public String toString() {
      String size = "(" + ByteSize.format(bytes) + ")";
      if (from.isEmpty()) {
        return "%s: new copy on %s  %s".formatted(range, to, size);
      }
      return to.isEmpty()
          ? "%s: the copy on %s leaves  %s".formatted(range, from, size)
          : "%s: %s -> %s  %s".formatted(range, from, to, size);
    }
  }

  /**
   * Returns the step that adds these copies and removes those.
   *
   * @param bytes of a copy, by its range
   * @throws IllegalArgumentException if two copies of a range are added, or removed
   */
  public static MoveShards of(
      String db, List<Placement> add, List<Placement> remove, ToLongFunction<String> bytes) {
    TreeMap<String, Move> moves = new TreeMap<>();
    for (Placement copy : add) {
      Move move = new Move(copy.range(), "", copy.node(), bytes.applyAsLong(copy.range()));
      requireFirst(moves.put(copy.range(), move) == null, add);
    }
    for (Placement copy : remove) {
      Move known = moves.get(copy.range());
      requireFirst(known == null || known.from().isEmpty(), remove);
      String to = known == null ? "" : known.to();
      long size = bytes.applyAsLong(copy.range());
      moves.put(copy.range(), new Move(copy.range(), copy.node(), to, size));
    }
    return new MoveShards(db, List.copyOf(moves.values()), List.of(), false);
  }

  private static void requireFirst(boolean first, List<Placement> placements) {
    if (!first) {
      throw new IllegalArgumentException("a step changes one copy of a range, not " + placements);
    }
  }

  /** Returns the same step with copies that are in the map only meanwhile. */
  public MoveShards guardedBy(List<Placement> copies) {
    return new MoveShards(db, moves, copies, deleteFiles);
  }

  /** Returns the same step that deletes the files of copies that left, or lets them be. */
  public MoveShards deletingFiles(boolean delete) {
    return new MoveShards(db, moves, guard, delete);
  }

  /** Returns the copies to make. */
  public List<Placement> add() {
    return moves.stream()
        .filter(move -> !move.to().isEmpty())
        .map(move -> new Placement(move.range(), move.to()))
        .toList();
  }

  /** Returns the copies to take out of the map, after the others are made and verified. */
  public List<Placement> remove() {
    return moves.stream()
        .filter(move -> !move.from().isEmpty())
        .map(move -> new Placement(move.range(), move.from()))
        .toList();
  }

  /** Returns the copies to make, those that are there only meanwhile among them. */
  public List<Placement> coming() {
    List<Placement> coming = new ArrayList<>(add());
    coming.addAll(guard);
    return coming;
  }

  @Override
  public String describe() {
    StringBuilder text = new StringBuilder("move ").append(db).append(": ");
    text.append(moves.size()).append(moves.size() == 1 ? " range" : " ranges");
    text.append(deleteFiles && !remove().isEmpty() ? ", and delete the files that are left" : "");
    moves.forEach(move -> text.append('\n').append(move));
    guard.forEach(
        copy -> text.append("\n%s: a copy on %s meanwhile".formatted(copy.range(), copy.node())));
    return text.toString();
  }

  /**
   * Returns whether this is the map that it was planned with.
   *
   * @param fresh whether nothing of it was begun; then all must be as it was
   */
  boolean isMadeFor(MapDocument map, boolean fresh) {
    Set<String> ranges = map.ranges().keySet();
    return ranges.containsAll(rangesOf(add()))
        && (!fresh || ranges.containsAll(rangesOf(guard)))
        && (!fresh || remove().stream().allMatch(map::has))
        && (!fresh || add().stream().noneMatch(map::has));
  }

  private static Set<String> rangesOf(List<Placement> placements) {
    return placements.stream().map(Placement::range).collect(Collectors.toSet());
  }

  /** The map as it was before the first start, whatever has been done to it since. */
  MapDocument before(MapDocument map) {
    return map.with(remove()).without(coming());
  }
}
