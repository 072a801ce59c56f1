package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Body;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of a database that the restore has just created, written by their nodes' own paths:
 * each batch to every copy of its range. Past CouchDB's coordinator a write costs the server about
 * a third. Thread-safe.
 *
 * <p>Safe because nobody else knows the database yet, revisions are written as they are, every copy
 * is written before a batch counts, and {@link #requireSameMap()} finds out if a range was moved
 * meanwhile.
 */
final class ShardCopies {
  private static final Logger LOG = LoggerFactory.getLogger(ShardCopies.class);

  private final Wire wire;
  private final MapDocument map;
  private final List<List<ShardFile>> ranges;

  private ShardCopies(Wire wire, MapDocument map, List<List<ShardFile>> ranges) {
    this.wire = wire;
    this.map = map;
    this.ranges = ranges;
  }

  /**
   * All copies, in the order of the ranges; empty where the server does not show them, as before
   * CouchDB 3.0, or not all of them are there.
   *
   * @param addresses of nodes that have one
   */
  static Optional<ShardCopies> of(Database database, Map<String, Integer> addresses) {
    Wire wire = Wire.of(database);
    if (database.name().startsWith("_")) {
      return Optional.empty();
    }
    try {
      MapDocument map = MapDocument.read(wire, database.name());
      List<List<ShardFile>> ranges = new ArrayList<>();
      for (Map.Entry<String, SortedSet<String>> range : map.ranges().entrySet()) {
        ranges.add(files(wire, map.file(range.getKey()), range.getValue(), addresses));
      }
      if (map.hasItsOwnHash()) {
        return Optional.empty();
      }
      boolean all = ranges.stream().flatMap(List::stream).allMatch(file -> file.info().isPresent());
      return all ? Optional.of(new ShardCopies(wire, map, ranges)) : Optional.empty();
    } catch (CouchDbException e) {
      LOG.debug("{} is written through the cluster: its files are not shown", database.name(), e);
      return Optional.empty();
    }
  }

  private static List<ShardFile> files(
      Wire wire, String file, SortedSet<String> nodes, Map<String, Integer> addresses) {
    return nodes.stream()
        .map(node -> new ShardFile(wire.at(addresses.getOrDefault(node, -1)), node, file))
        .toList();
  }

  /** Number of ranges. */
  int q() {
    return ranges.size();
  }

  /**
   * Writes a batch to all copies of a range.
   *
   * @return what they refused; empty if one of them cannot be reached or has failed, and the
   *     cluster must decide
   */
  Optional<List<RowError>> write(int range, Supplier<Body> body) {
    List<RowError> refused = List.of();
    for (ShardFile copy : ranges.get(range)) {
      try {
        List<RowError> errors = copy.write(body.get());
        if (RowError.passing(errors).isPresent()) {
          LOG.debug("{} has failed to write: {}", copy, errors);
          return Optional.empty();
        }
        refused = errors.size() > refused.size() ? errors : refused;
      } catch (NotFoundException e) {
        LOG.debug("{} is gone", copy, e);
        return Optional.empty();
      } catch (HostingException e) {
        if (!e.isRetryable()) {
          throw e;
        }
        LOG.debug("{} cannot be written directly", copy, e);
        return Optional.empty();
      }
    }
    return Optional.of(refused);
  }

  /**
   * Called when everything is written.
   *
   * @throws HostingException if another now holds what was written here
   */
  void requireSameMap() {
    MapDocument now = MapDocument.read(wire, map.database());
    if (!now.ranges().equals(map.ranges()) || !now.suffix().equals(map.suffix())) {
      String operation = "restore of " + map.database();
      throw new HostingException(
          operation,
          operation
              + ": its ranges were moved or split while they were written. Restore again when no"
              + " move runs.",
          false,
          null);
    }
  }
}
