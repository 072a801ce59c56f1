package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the indexes of copies built before they enter the map, and says which it did not get. */
final class Warming {
  private static final Logger LOG = LoggerFactory.getLogger(Warming.class);

  /** A database whose writes outrun the building is not waited for again and again. */
  private static final int ROUNDS = 2;

  private final IndexReadiness warmth;
  private final int atOnce;
  private final Marks marks;
  private final WorkContext context;

  Warming(Wire wire, String database, MoveSettings settings, Marks marks, WorkContext context) {
    this.warmth = new IndexReadiness(wire, database, settings.warmPause(), settings.warmLimit());
    this.atOnce = settings.atOnce();
    this.marks = marks;
    this.context = context;
  }

  /** Waits for all of them together: CouchDB's pauses run at the same time. */
  void await(Collection<RangeCopy> copies) {
    Map<ShardFile, ShardFile> files = new LinkedHashMap<>();
    copies.forEach(copy -> files.put(copy.source(), copy.target()));
    warmth.await(files, context).forEach(this::sayCold);
  }

  /** Copies what was written while indexes were built; if that was much, waits for it too. */
  void catchUp(List<RangeCopy> copies) {
    List<RangeCopy> behind = pass(copies);
    for (int round = 0; round < ROUNDS && !behind.isEmpty(); round++) {
      await(behind);
      behind = pass(copies);
    }
  }

  /** Returns those with more than a short job for the index builder. */
  private List<RangeCopy> pass(List<RangeCopy> copies) {
    Map<RangeCopy, Long> before =
        copies.stream().collect(Collectors.toMap(copy -> copy, RangeCopy::copied));
    Parallel.forEach(copies, atOnce, RangeCopy::pass);
    return copies.stream()
        .filter(copy -> copy.copied() - before.getOrDefault(copy, 0L) > WarmCopy.SHORT)
        .toList();
  }

  private void sayCold(ShardFile copy, List<KeptIndex> indexes) {
    String names = indexes.stream().map(KeptIndex::toString).collect(Collectors.joining("; "));
    String text = "enters the map without all of " + names;
    LOG.warn("{} {}", copy, text);
    context.progress(copy + " " + text, 0, -1, "", 0);
    marks.put("cold:" + copy, text);
  }
}
