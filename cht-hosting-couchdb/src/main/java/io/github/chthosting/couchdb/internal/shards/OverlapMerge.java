package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * Takes ranges out of a map that overlap with a whole ring of others: first all that they hold is
 * written into each copy of the ring that has a place for it, and proven to be there.
 */
final class OverlapMerge {
  private static final String PHASE = "phase";
  private static final String LEFT = "left";
  private static final String SWEPT = "swept";

  private final Wire wire;
  private final MergeRanges wish;
  private final MapEditor editor;
  private final Duration quiet;
  private final Marks marks;
  private final WorkContext context;

  /**
   * @param quiet how long a range that left must be without writes
   */
  OverlapMerge(
      Wire wire,
      MergeRanges wish,
      Duration patience,
      Duration quiet,
      Marks marks,
      WorkContext context) {
    this.wire = wire.at(Addresses.of(wire).first());
    this.wish = wish;
    this.editor = new MapEditor(wire, wish.db(), patience, Duration.ofSeconds(1));
    this.quiet = quiet;
    this.marks = marks;
    this.context = context;
  }

  /** Does what is not done yet. What was proven by an earlier run is proven again. */
  void run() {
    MapDocument map = editor.read();
    requireUnchanged(map);
    if (phase().isEmpty()) {
      DatabaseContents.SETTINGS_OF_FILES.forEach(setting -> agree(map, setting));
      List<RangeTransfer> transfers = transfers(map);
      transfers.forEach(RangeTransfer::fill);
      transfers.forEach(RangeTransfer::prove);
      editor.edit(current -> current.withoutRanges(ranges(wish.surplus())), context);
      marks.put(PHASE, LEFT);
    }
    if (phase().equals(LEFT)) {
      transfers(map).forEach(transfer -> transfer.sweep(quiet));
      marks.put(PHASE, SWEPT);
    }
    if (wish.deleteFiles()) {
      FileRemoval removal = new FileRemoval(editor, wish.summary(), mark -> false);
      wish.surplus().forEach(copy -> removal.delete(file(map, copy)));
    }
  }

  /**
   * Gives it up. What was written into the ring stays: it is of the same database.
   *
   * @throws PlanRefusedException if ranges have left the map
   */
  void rollBack() {
    MapDocument map = editor.read();
    if (!wish.surplus().stream().allMatch(map::has)) {
      throw new PlanRefusedException(
          "roll back of " + wish.summary(),
          List.of(
              "ranges have left the map, and all their documents are in the others: resume instead"));
    }
  }

  private String phase() {
    return marks.all().getOrDefault(PHASE, "");
  }

  private void requireUnchanged(MapDocument map) {
    Set<String> with = new TreeSet<>(ranges(wish.ring()));
    with.addAll(ranges(wish.surplus()));
    boolean before =
        map.ranges().keySet().equals(with) && wish.surplus().stream().allMatch(map::has);
    boolean after = map.ranges().keySet().equals(ranges(wish.ring()));
    boolean asPlanned = wish.ring().stream().allMatch(map::has) && (before || after);
    if (!asPlanned || map.hasItsOwnHash()) {
      throw new PlanRefusedException(
          wish.summary(),
          List.of(
              asPlanned
                  ? wish.db() + " names another hash: which range has a document is not known"
                  : "the map of %s (%s) is not the one that was planned with: somebody else changed it. Give this plan up, observe and plan again"
                      .formatted(wish.db(), map.rev())));
    }
  }

  /** Files without a document have nobody's settings, and take those of the others. */
  private void agree(MapDocument map, String setting) {
    List<Placement> all = new ArrayList<>(wish.ring());
    all.addAll(wish.surplus());
    Set<JsonNode> values = new HashSet<>();
    for (Placement copy : all) {
      ShardFile file = file(map, copy);
      if (file.requireInfo().hasDocuments()) {
        values.add(file.setting(setting));
      }
    }
    if (values.size() > 1) {
      throw new PlanRefusedException(
          wish.summary(),
          List.of(
              "copies of %s have different %s: %s. Say which (PUT /%s/%s sets all), and resume"
                  .formatted(wish.db(), setting, values, wish.db(), setting)));
    }
    values.forEach(value -> wish.ring().forEach(copy -> set(file(map, copy), setting, value)));
  }

  private static void set(ShardFile file, String setting, JsonNode value) {
    if (!file.setting(setting).equals(value)) {
      file.set(setting, value);
    }
  }

  private static Set<String> ranges(List<Placement> copies) {
    Set<String> ranges = new TreeSet<>();
    copies.forEach(copy -> ranges.add(copy.range()));
    return ranges;
  }

  /** The transfers from each copy that goes to each that stays and has hashes in common with it. */
  private List<RangeTransfer> transfers(MapDocument map) {
    List<RangeTransfer> transfers = new ArrayList<>();
    for (Placement from : wish.surplus()) {
      for (Placement to : wish.ring()) {
        ShardRange range = ShardRange.parse(to.range());
        if (range.overlaps(ShardRange.parse(from.range()))) {
          RangeTransfer.Part part = new RangeTransfer.Part(range, map.isPartitioned());
          String label = from + ">" + to;
          transfers.add(
              new RangeTransfer(file(map, from), file(map, to), part, label, marks, context));
        }
      }
    }
    return transfers;
  }

  private ShardFile file(MapDocument map, Placement copy) {
    return new ShardFile(wire, copy.node(), map.file(copy.range()));
  }
}
