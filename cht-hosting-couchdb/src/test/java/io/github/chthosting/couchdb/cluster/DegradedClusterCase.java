package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.cluster.DegradedCluster.Fate;
import io.github.chthosting.couchdb.internal.shards.Parallel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Something is wrong with one copy of each range on one node: whatever is asked for then ends
 * complete and right, or in a typed refusal with nothing lost; never short and silent. Prints its
 * rows of the matrix, which stands in {@code docs/faults.md}.
 */
abstract class DegradedClusterCase {
  /** Mostly waiting for copies that do not come nearer. */
  private static final int AT_ONCE = 12;

  private final List<DegradedDeed> deeds;
  @TempDir Path folder;

  DegradedClusterCase(DegradedDeed... deeds) {
    this.deeds = List.of(deeds);
  }

  /** One case. */
  private record Cell(DegradedDeed deed, Fate fate, int n) {
    /**
     * Tells whether the case can be set up: with one copy, nobody takes a write while it is away.
     */
    boolean isPossible() {
      return n > 1 || (fate != Fate.BEHIND && fate != Fate.COMING_BACK);
    }

    /** Reading changes nothing, so those share a cluster; unless it gets well by itself. */
    boolean isShared() {
      return deed.isReading() && fate != Fate.COMING_BACK;
    }

    String attempt(DegradedWorld world) {
      try {
        return deed.isRight(world) ? "right" : "SHORT";
      } catch (HostingException e) {
        return "refused (" + e.getClass().getSimpleName().replace("Exception", "") + ")";
      }
    }

    @Override
    public String toString() {
      return "%s, %s, n=%d".formatted(deed, fate, n);
    }
  }

  @TestFactory
  Stream<DynamicTest> completeAndRightOrRefused() {
    List<Cell> cells = new ArrayList<>();
    for (DegradedDeed deed : deeds) {
      for (Fate fate : Fate.values()) {
        for (int n = 1; n <= 3; n++) {
          cells.add(new Cell(deed, fate, n));
        }
      }
    }
    String only = System.getProperty("matrix.only", "");
    cells.removeIf(cell -> !cell.isPossible() || !cell.toString().matches(".*" + only + ".*"));
    Map<Cell, String> outcomes = new ConcurrentHashMap<>();
    Map<String, List<Cell>> worlds = new LinkedHashMap<>();
    for (Cell cell : cells) {
      String shared = cell.isShared() ? cell.fate + " " + cell.n : cell.toString();
      worlds.computeIfAbsent(shared, any -> new ArrayList<>()).add(cell);
    }
    Parallel.forEach(
        worlds.entrySet(), AT_ONCE, world -> attempt(world.getKey(), world.getValue(), outcomes));
    print(outcomes);
    return cells.stream()
        .map(cell -> DynamicTest.dynamicTest(cell.toString(), () -> check(cell, outcomes)));
  }

  private void attempt(String name, List<Cell> cells, Map<Cell, String> outcomes) {
    Cell first = cells.get(0);
    try (DegradedWorld world =
        new DegradedWorld(
            first.fate,
            first.n,
            first.deed.isReading(),
            Files.createDirectories(folder.resolve(name.replace(", ", "-"))))) {
      first.deed.prepare(world);
      world.cluster.strike(first.fate, first.n);
      for (Cell cell : cells) {
        outcomes.put(cell, cell.attempt(world));
        System.out.println(cell + ": " + outcomes.get(cell));
      }
      world.cluster.heal();
      if (!world.isWhole()) {
        cells.forEach(cell -> outcomes.merge(cell, " and LOST", String::concat));
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      cells.forEach(cell -> outcomes.putIfAbsent(cell, "FAILED: " + e));
    }
  }

  private static void check(Cell cell, Map<Cell, String> outcomes) {
    String outcome = outcomes.getOrDefault(cell, "none");
    if (cell.fate() == Fate.NONE) {
      boolean only = cell.deed() == DegradedDeed.REPLACE && cell.n() == 1;
      assertThat(outcome).isEqualTo(only ? "refused (PlanRefused)" : "right");
    } else {
      assertThat(outcome).matches("right|refused \\(.+\\)");
    }
  }

  private void print(Map<Cell, String> outcomes) {
    StringBuilder text = new StringBuilder("| | n |");
    for (Fate fate : Fate.values()) {
      text.append(' ').append(fate.name().toLowerCase(Locale.ROOT)).append(" |");
    }
    text.append("\n|---|---|").append("---|".repeat(Fate.values().length)).append('\n');
    for (DegradedDeed deed : deeds) {
      for (int n = 1; n <= 3; n++) {
        text.append("| ")
            .append(deed.name().toLowerCase(Locale.ROOT))
            .append(" | ")
            .append(n)
            .append(" |");
        for (Fate fate : Fate.values()) {
          text.append(' ').append(outcomes.getOrDefault(new Cell(deed, fate, n), "-")).append(" |");
        }
        text.append('\n');
      }
    }
    System.out.println(text);
  }
}
