package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.internal.NodeState;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * Every copy of every range of a database, each as its own node tells of it, through the clustered
 * port alone. {@code GET /{db}} and {@code _changes} tell of one copy of each range, whichever
 * answers first. For administrators; CouchDB 3.0 or later.
 *
 * @param database its name
 * @param partitioned whether the part of an id before {@code :} alone says the range
 * @param ranges in order
 */
public record DatabaseCopies(String database, boolean partitioned, List<Range> ranges) {
  private static final int AT_ONCE = 8;

  public DatabaseCopies {
    ranges = List.copyOf(ranges);
  }

  /** Says why a copy may not have what the others have. */
  public enum State {
    /** Read, and in service. */
    READ,
    /** The node of this copy does not answer. */
    AWAY,
    /** The node of this copy has no such file. */
    NO_FILE,
    /**
     * Read, but its node is in maintenance mode: clients do not reach it, and it may miss writes.
     */
    MAINTENANCE
  }

  /**
   * One copy of one range.
   *
   * @param node that the map places it on
   * @param file to read it by
   * @param info its counts and sequences; empty if it could not be read
   */
  public record Copy(String node, ShardFile file, State state, Optional<ShardFile.Info> info) {
    /** Returns the number of its documents, deleted ones included; 0 if it could not be read. */
    public long rows() {
      return info.map(it -> it.documents() + it.deleted()).orElse(0L);
    }

    /** Returns {@code "n1@host 1000 documents, 20 deleted"}. */
    @Override
    public String toString() {
      String counts =
          info.map(it -> "%d documents, %d deleted".formatted(it.documents(), it.deleted()))
              .orElse("not read");
      String why =
          switch (state) {
            case READ -> "";
            case AWAY -> " (the node does not answer)";
            case NO_FILE -> " (there is no file)";
            case MAINTENANCE -> " (the node is in maintenance mode)";
          };
      return node + " " + counts + why;
    }
  }

  /** A range with all its copies, by the names of their nodes. */
  public record Range(ShardRange range, List<Copy> copies) {
    public Range {
      copies = List.copyOf(copies);
    }

    /** Returns the copy with the most documents and deletions of those that were read. */
    public Optional<Copy> fullest() {
      return copies.stream()
          .filter(copy -> copy.info().isPresent())
          .max(Comparator.comparingLong(Copy::rows));
    }

    /** Returns by how many documents and deletions those that were read are behind, together. */
    long gap() {
      long most = fullest().map(Copy::rows).orElse(0L);
      return copies.stream()
          .filter(copy -> copy.info().isPresent())
          .mapToLong(copy -> most - copy.rows())
          .sum();
    }

    /**
     * Returns whether so many copies were read that one of them has each write that was
     * acknowledged.
     */
    boolean isMostlyRead() {
      return 2 * copies.stream().filter(copy -> copy.info().isPresent()).count() > copies.size();
    }

    /** Returns whether most copies were read, and no node that answers lacks its file. */
    boolean hasItsFiles() {
      return isMostlyRead() && copies.stream().noneMatch(copy -> copy.state() == State.NO_FILE);
    }

    Range only(Predicate<Placement> chosen) {
      return new Range(
          range,
          copies.stream()
              .filter(copy -> chosen.test(new Placement(range.toString(), copy.node())))
              .toList());
    }

    /** Returns whether all copies were read, and their nodes are in service. */
    public boolean isInService() {
      return copies.stream().allMatch(copy -> copy.state() == State.READ);
    }

    @Override
    public String toString() {
      return range + ": " + String.join("; ", copies.stream().map(Copy::toString).toList());
    }
  }

  /**
   * Reads them: two requests an address, one a node, and one a copy.
   *
   * @throws HostingException if the map cannot be read; a copy that cannot be read is told as such
   */
  public static DatabaseCopies read(Wire wire, String database) {
    Addresses addresses = Addresses.of(wire);
    MapDocument map = MapDocument.read(wire.at(addresses.first()), database);
    List<Placement> placements = new ArrayList<>();
    map.ranges()
        .forEach((range, nodes) -> nodes.forEach(n -> placements.add(new Placement(range, n))));
    Map<String, State> nodes = new ConcurrentHashMap<>();
    Map<Placement, Copy> copies = new ConcurrentHashMap<>();
    List<String> holders = placements.stream().map(Placement::node).distinct().toList();
    Parallel.forEach(
        holders, AT_ONCE, node -> nodes.put(node, state(wire.at(addresses.of(node)), node)));
    Parallel.forEach(
        placements,
        AT_ONCE,
        placement -> {
          String node = placement.node();
          Wire to = wire.at(addresses.of(node));
          ShardFile file = new ShardFile(to, node, map.file(placement.range()));
          copies.put(placement, copy(file, nodes.getOrDefault(node, State.AWAY)));
        });
    List<Range> ranges = new ArrayList<>();
    map.ranges()
        .forEach(
            (range, holding) -> {
              List<Copy> own = new ArrayList<>();
              holding.forEach(
                  node ->
                      Optional.ofNullable(copies.get(new Placement(range, node)))
                          .ifPresent(own::add));
              ranges.add(new Range(ShardRange.parse(range), own));
            });
    return new DatabaseCopies(database, map.isPartitioned(), ranges);
  }

  private static State state(Wire wire, String node) {
    return switch (NodeState.of(wire, node)) {
      case IN_SERVICE -> State.READ;
      case MAINTENANCE -> State.MAINTENANCE;
      case AWAY -> State.AWAY;
    };
  }

  private static Copy copy(ShardFile file, State state) {
    if (state == State.AWAY) {
      return new Copy(file.node(), file, state, Optional.empty());
    }
    try {
      Optional<ShardFile.Info> info = file.info();
      return new Copy(file.node(), file, info.isPresent() ? state : State.NO_FILE, info);
    } catch (CouchDbException | UnreachableException | TimedOutException e) {
      return new Copy(file.node(), file, State.AWAY, Optional.empty());
    }
  }

  /** Returns the documents of the fullest copies, deleted ones included. */
  public long rows() {
    return ranges.stream().flatMap(range -> range.fullest().stream()).mapToLong(Copy::rows).sum();
  }

  @Override
  public String toString() {
    return database + "\n" + String.join("\n", ranges.stream().map(Range::toString).toList());
  }
}
