package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Carries out one {@link MoveShards}, in phases. Each phase may be run again, and the last finished
 * one is marked: a run that was killed goes on behind it.
 */
final class MoveRun {
  private final Wire wire;
  private final MoveShards step;
  private final MoveSettings settings;
  private final Marks marks;
  private final WorkContext context;
  private final MapEditor editor;
  private final Warming warming;
  private final Phases phases;
  private final FileRemoval removal;
  private final MapDocument before;
  private final List<Pair> pairs;
  private final Map<String, Integer> addresses;
  private final Map<Pair, RangeCopy> copies = new LinkedHashMap<>();
  private boolean proven;

  MoveRun(Wire wire, MoveShards step, MoveSettings settings, Marks marks, WorkContext context) {
    this.wire = wire;
    this.step = step;
    this.settings = settings;
    this.marks = marks;
    this.context = context;
    this.editor = new MapEditor(wire, step.db(), settings.mapLimit(), settings.grace());
    this.warming = new Warming(wire, step.db(), settings, marks, context);
    this.phases = new Phases(step.db(), marks, context);
    this.removal =
        new FileRemoval(editor, step.summary(), mark -> marks.all().containsValue(mark.by()));
    MapDocument map = editor.read();
    requireUnchanged(map);
    this.before = step.before(map);
    this.pairs = Pair.of(step, before);
    this.addresses = Addresses.byNode(wire);
  }

  /** Somebody else may have changed the map since the plan was made. */
  private void requireUnchanged(MapDocument map) {
    if (!step.isMadeFor(map, marks.all().isEmpty())) {
      throw changed(map, "observe");
    }
  }

  private PlanRefusedException changed(MapDocument map, String then) {
    return new PlanRefusedException(
        step.summary(),
        List.of(
            "the map of %s (%s) is not the one that was planned with: somebody else changed it. Give this plan up, %s and plan again"
                .formatted(step.db(), map.rev(), then)));
  }

  /**
   * Refuses to go on if what an earlier run put into the map, or took out of it, has been undone
   * since.
   */
  private void requireAsLeft() {
    MapDocument map = editor.read();
    boolean in = phases.hasReached("joined") && !step.add().stream().allMatch(map::has);
    boolean out =
        phases.hasReached("left")
            && removed().stream()
                .filter(pair -> phases.hasReached("unguarded") || !pair.decides())
                .anyMatch(pair -> map.has(pair.source()));
    if (in || out) {
      throw changed(map, "which leaves the map as it is now, observe");
    }
  }

  /** Does all phases that are not done yet. */
  void run() {
    requireAsLeft();
    if (marks.all().isEmpty()) {
      WorkMark.requireNone(wire, step.db(), step.summary());
      whole(pair -> true).requireCounts();
    }
    open(pairs, pair -> false);
    phase("filled", () -> each(RangeCopy::fill, added()));
    phase("warmed", () -> warming.await(copies(added())));
    phase("guarded", () -> join(deciding(added())));
    phase("joined", () -> join(others(added())));
    phase("verified", () -> prove(pairs));
    phase("left", () -> leave(others(removed())));
    phase("swept", () -> sweep(others(removed())));
    phase("unguarded", this::unguard);
    phase("done", this::deleteFiles);
  }

  private void phase(String name, Runnable work) {
    phases.run(name, this::bytes, work);
  }

  private long bytes() {
    return copies.values().stream().mapToLong(RangeCopy::bytes).sum();
  }

  /** Opens files; a target that is live is known to be ours, and bears no mark at the end. */
  private void open(List<Pair> some, Predicate<Pair> live) {
    RangeCopy.Tools tools = new RangeCopy.Tools(step.db(), settings.pace(), marks, context);
    for (Pair pair : some) {
      ShardFile source = file(pair.source());
      ShardFile target = file(pair.target());
      // A file that is gone was deleted by the last phase, which is then all that is left to do.
      if (!phases.hasReached("unguarded")) {
        copies.put(
            pair,
            pair.added() && !live.test(pair)
                ? RangeCopy.open(source, target, label(pair), tools)
                : RangeCopy.between(source, target, label(pair), tools));
      }
    }
  }

  private static String label(Pair pair) {
    return pair.target() + "<" + pair.from();
  }

  /**
   * The file of a copy, addressed at its own node where that has an address: another node would
   * pass all requests on.
   */
  private ShardFile file(Placement placement) {
    String node = placement.node();
    return new ShardFile(
        wire.at(addresses.getOrDefault(node, -1)), node, before.file(placement.range()));
  }

  private void each(Consumer<RangeCopy> action, Collection<Pair> some) {
    Parallel.forEach(some, settings.atOnce(), pair -> action.accept(copy(pair)));
  }

  private RangeCopy copy(Pair pair) {
    RangeCopy copy = copies.get(pair);
    if (copy == null) {
      throw new IllegalStateException("not opened: " + pair);
    }
    return copy;
  }

  private List<RangeCopy> copies(List<Pair> some) {
    return some.stream().map(this::copy).toList();
  }

  private void join(List<Pair> some) {
    if (some.isEmpty()) {
      return;
    }
    List<RangeCopy> joining = copies(some);
    warming.catchUp(joining);
    List<Placement> targets = some.stream().map(Pair::target).toList();
    // Who has the new map counts from the new copy already: it must not lag while others are told.
    try (Following following = Following.of(joining)) {
      editor.edit(map -> map.with(targets), context);
      following.check();
    }
  }

  private void prove(List<Pair> some) {
    each(RangeCopy::settle, some);
    // Two that are the same are compared by now; what a third one lacks would be lost with them.
    MapDocument map = editor.read();
    whole(pair -> map.ranges().getOrDefault(pair.range(), new TreeSet<>()).size() > 2).require();
    proven = true;
  }

  private CopiesProof whole(Predicate<Pair> chosen) {
    Set<String> ranges = pairs.stream().filter(chosen).map(Pair::range).collect(Collectors.toSet());
    return CopiesProof.of(wire, step.db(), step.summary(), context)
        .only(copy -> ranges.contains(copy.range()));
  }

  private void leave(List<Pair> some) {
    if (some.isEmpty()) {
      return;
    }
    if (!proven) {
      // An earlier run proved it: since then a node may have been down and missed writes.
      MapDocument map = editor.read();
      prove(some.stream().filter(pair -> map.has(pair.source())).toList());
    }
    List<Placement> sources = some.stream().map(Pair::source).toList();
    editor.edit(map -> map.without(sources), context);
  }

  private void sweep(List<Pair> some) {
    if (some.isEmpty()) {
      return;
    }
    do {
      context.checkCancelled();
      each(RangeCopy::sweep, some);
      Waiting.pause(settings.quiet(), "shard move");
    } while (!copies(some).stream().allMatch(RangeCopy::isQuiet));
    each(RangeCopy::requireSwept, some);
  }

  private void unguard() {
    List<Pair> some = deciding(removed());
    leave(some);
    sweep(some);
    takeBack(guards());
    // Whatever an earlier plan wrote: all that they hold is in the others, and a clean-up may go
    // on.
    removed().forEach(pair -> file(pair.source()).unmark(""));
  }

  /** Takes copies of ours out of the map again, and brings home what was written to them. */
  private void takeBack(List<Pair> some) {
    if (some.isEmpty()) {
      return;
    }
    List<Placement> targets = some.stream().map(Pair::target).toList();
    editor.edit(map -> map.without(targets), context);
    each(copy -> copy.sweepBack(settings.quiet()), some);
    some.forEach(pair -> removal.delete(copy(pair).target()));
  }

  private void deleteFiles() {
    if (step.deleteFiles()) {
      step.remove().stream().map(this::file).forEach(removal::delete);
    }
    unmark(added());
  }

  private void unmark(List<Pair> some) {
    for (Pair pair : some) {
      String by = marks.all().get(RangeCopy.CREATING + label(pair));
      if (by != null) {
        file(pair.target()).unmark(by);
      }
    }
  }

  /**
   * Takes back what was begun, as long as nothing has left the map. If it is cut and {@link #run}
   * follows, that begins anew: what it counts as filled may be out of the map and deleted.
   *
   * @throws PlanRefusedException afterwards: only going on is safe then
   */
  void rollBack() {
    boolean whole = step.remove().stream().allMatch(editor.read()::has);
    if (!whole) {
      throw new PlanRefusedException(
          "roll back " + step.summary(),
          List.of(
              "copies have left the map already, and the copies that replace them are verified: resume instead"));
    }
    boolean left = phases.hasReached("left") && !others(removed()).isEmpty();
    if (left || (phases.hasReached("unguarded") && !removed().isEmpty())) {
      // It goes on forwards only, and the copies that left are in the map again: another plan has
      // moved them back, and what lies where is its business.
      unmark(added());
      return;
    }
    List<Pair> ours = added().stream().filter(this::isOurs).toList();
    if (!ours.isEmpty()) {
      phases.forget();
    }
    MapDocument map = editor.read();
    open(ours, pair -> map.has(pair.target()));
    takeBack(others(ours));
    takeBack(deciding(ours));
  }

  private boolean isOurs(Pair pair) {
    return marks.all().containsKey(RangeCopy.CREATING + label(pair));
  }

  private List<Pair> added() {
    return pairs.stream().filter(Pair::added).toList();
  }

  private List<Pair> removed() {
    return pairs.stream().filter(Pair::removed).toList();
  }

  private List<Pair> guards() {
    return pairs.stream().filter(pair -> step.guard().contains(pair.target())).toList();
  }

  private static List<Pair> deciding(List<Pair> pairs) {
    return pairs.stream().filter(Pair::decides).toList();
  }

  private static List<Pair> others(List<Pair> pairs) {
    return pairs.stream().filter(pair -> !pair.decides()).toList();
  }
}
