package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Copy;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.couchdb.server.CouchDbException;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.couchdb.shards.DegradedDatabaseException;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Proves that all copies of each range of a database hold the same, by counts first and then by
 * their leaf revisions. Reads only. A difference counts once it stays: copies that are catching up
 * are waited for as long as they get nearer. Memory does not grow with the database.
 */
public final class CopiesProof {
  private static final int LOOKS = 5;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final int AT_ONCE = 4;
  private static final int SHOWN = 1000;

  /** More than so many documents apart are not looked for one by one. */
  private static final int FEW = 1000;

  private final Wire wire;
  private final String database;
  private final String operation;
  private final WorkContext context;
  private final Predicate<Placement> chosen;
  private final AtomicLong read = new AtomicLong();

  private CopiesProof(
      Wire wire,
      String database,
      String operation,
      WorkContext context,
      Predicate<Placement> chosen) {
    this.wire = wire;
    this.database = database;
    this.operation = operation;
    this.context = context;
    this.chosen = chosen;
  }

  /** The proof for all ranges, of what is to be done then. */
  public static CopiesProof of(Database database, String operation, WorkContext context) {
    return of(Wire.of(database), database.name(), operation, context);
  }

  /** The same by the requests that a client sends. */
  public static CopiesProof of(Wire wire, String database, String operation, WorkContext context) {
    return new CopiesProof(wire, database, operation, context, copy -> true);
  }

  /** The same for some copies. */
  public CopiesProof only(Predicate<Placement> copies) {
    return new CopiesProof(wire, database, operation, context, copies);
  }

  /**
   * Requires that every copy is in service, and compares the leaf revisions of all. To be called
   * before anything is deleted, and before anything is called the same.
   *
   * @throws DegradedDatabaseException if copies differ and it stays so, or one is not in service
   */
  public void require() {
    check(Range::isInService, true);
  }

  /**
   * Requires the same of the counts alone; leaf revisions are compared where counts differ.
   *
   * @throws DegradedDatabaseException as {@link #require}
   */
  public void requireCounts() {
    check(Range::isInService, false);
  }

  /**
   * Requires what makes a reading of one copy of each range whole: that most copies of each could
   * be read, as many as CouchDB waits for on a write, with the same counts.
   *
   * @throws DegradedDatabaseException if copies differ and it stays so, or too few could be read
   */
  public void requireReadable() {
    check(Range::isMostlyRead, false);
  }

  /**
   * Requires that most copies of each range could be read, and that all of these have the same leaf
   * revisions. To be called before users are led to a database whose other nodes may be down.
   *
   * @throws DegradedDatabaseException as {@link #require}
   */
  public void requireAlike() {
    check(Range::hasItsFiles, true);
  }

  /**
   * Returns, of ranges that were read just now, those whose copies do not have the same leaf
   * revisions, and do not get them; refuses none. Costs a feed without documents a copy, and
   * nothing where a range has one.
   */
  public List<Range> differing(List<Range> ranges) {
    Map<ShardRange, String> found = differences(ranges);
    return ranges.stream().filter(range -> found.containsKey(range.range())).toList();
  }

  private Map<ShardRange, String> differences(List<Range> ranges) {
    Map<ShardRange, String> found = new ConcurrentHashMap<>();
    Parallel.forEach(
        ranges,
        AT_ONCE,
        range -> difference(range).ifPresent(text -> found.put(range.range(), text)));
    return found;
  }

  private void check(Predicate<Range> fit, boolean contents) {
    Optional<List<Range>> ranges = look();
    if (ranges.isPresent()) {
      List<Range> settled = settled(ranges.get(), fit);
      refuse(
          settled.stream()
              .filter(range -> !fit.test(range) || range.gap() > FEW)
              .map(Range::toString)
              .toList());
      List<Range> compared = settled.stream().filter(range -> contents || range.gap() > 0).toList();
      refuse(differences(compared).values().stream().sorted().toList());
    }
  }

  private void refuse(List<String> ranges) {
    if (!ranges.isEmpty()) {
      throw new DegradedDatabaseException(operation, database, ranges);
    }
  }

  /** Empty where there is one copy of each range, and nobody who tells more of it. */
  private Optional<List<Range>> look() {
    context.checkCancelled();
    try {
      return Optional.of(
          DatabaseCopies.read(wire, database).ranges().stream()
              .map(range -> range.only(chosen))
              .filter(range -> !range.copies().isEmpty())
              .toList());
    } catch (AccessDeniedException | CouchDbException e) {
      boolean single = wire.json(Call.of("GET", database)).path("cluster").path("n").asInt(1) == 1;
      if (single) {
        return Optional.empty();
      }
      wire.server()
          .require(
              wire, CouchDbVersion.of(3, 0), operation + ", of which all copies must be seen,");
      e.addAftermath(
          "%s has several copies of each range, and all must be seen: that takes an administrator."
              .formatted(database));
      throw e;
    }
  }

  /** Looks until counts are the same, as long as they get nearer, and a few times more. */
  private List<Range> settled(List<Range> first, Predicate<Range> fit) {
    List<Range> ranges = first;
    long least = Long.MAX_VALUE;
    int look = 0;
    while (true) {
      long unfit = ranges.stream().filter(fit.negate()).count();
      long apart = unfit + ranges.stream().mapToLong(Range::gap).sum();
      look = apart < least ? 0 : look + 1;
      least = Math.min(least, apart);
      if (apart == 0 || look == LOOKS - 1) {
        return ranges;
      }
      pause(look);
      ranges = look().orElse(ranges);
    }
  }

  private static void pause(int look) {
    Waiting.pause(FIRST_PAUSE.multipliedBy(1L << look), "shard move");
  }

  /** Returns what differs in a range and stays so, with its copies; empty if nothing does. */
  private Optional<String> difference(Range range) {
    List<Copy> copies = range.copies().stream().filter(copy -> copy.info().isPresent()).toList();
    if (copies.size() < 2) {
      return Optional.empty();
    }
    Copy fullest = range.fullest().orElseThrow();
    PartSums sums = sums(fullest);
    List<String> found = new ArrayList<>();
    for (Copy copy : copies) {
      PartSums others = copy.equals(fullest) ? sums : sums(copy);
      if (!sums.isSame(others)) {
        Predicate<String> ids = id -> !sums.isSame(others, id);
        missing(fullest, copy, ids).ifPresent(found::add);
        missing(copy, fullest, ids).ifPresent(found::add);
      }
    }
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(range + " (" + String.join("; ", found) + ")");
  }

  private PartSums sums(Copy copy) {
    PartSums sums = new PartSums();
    try (Feed feed = Feed.of(copy.file(), 0, false)) {
      for (FeedRow row = feed.next(); row != null; row = feed.next()) {
        sums.add(row);
        if (read.incrementAndGet() % SHOWN == 0) {
          context.checkCancelled();
          context.progress("comparing all copies of " + database, read.get(), -1, "documents", 0);
        }
      }
    }
    return sums;
  }

  /** Returns what one has and the other has not, and does not get either. */
  private Optional<String> missing(Copy from, Copy to, Predicate<String> ids) {
    Map<String, List<String>> missing = MissingRevisions.some(from.file(), ids, to.file(), FEW);
    int look = 0;
    while (!missing.isEmpty() && look < LOOKS - 1) {
      context.checkCancelled();
      pause(look);
      Map<String, List<String>> now = MissingRevisions.ask(to.file(), missing);
      look = now.size() < missing.size() ? 0 : look + 1;
      missing = now;
    }
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%d%s documents of %s have revisions that %s does not have"
                .formatted(
                    missing.size(),
                    missing.size() < FEW ? "" : " or more",
                    from.node(),
                    to.node()));
  }
}
