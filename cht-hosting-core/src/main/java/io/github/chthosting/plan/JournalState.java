package io.github.chthosting.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The state of a plan that the lines of its journal tell. Guarded by its journal. */
final class JournalState {
  private @Nullable StoredPlan plan;
  private final TreeSet<Integer> done = new TreeSet<>();
  private final TreeSet<Integer> begun = new TreeSet<>();
  private final Map<Integer, Map<String, String>> marks = new HashMap<>();

  void read(JournalLine line) {
    switch (line.what()) {
      case "plan" -> start(line.plan());
      case "begun" -> begun.add(line.step());
      case "mark" -> marksOf(line.step()).put(text(line.name()), text(line.value()));
      case "done" -> {
        begun.remove(line.step());
        done.add(line.step());
      }
      case "rolled-back" -> {
        begun.remove(line.step());
        marks.remove(line.step());
      }
      case "ended" -> start(null);
      default -> throw new IllegalArgumentException("unknown line: " + line.what());
    }
  }

  private void start(@Nullable StoredPlan next) {
    plan = next;
    done.clear();
    begun.clear();
    marks.clear();
  }

  private Map<String, String> marksOf(int step) {
    return marks.computeIfAbsent(step, number -> new TreeMap<>());
  }

  private static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  Optional<StoredPlan> unfinished() {
    return Optional.ofNullable(plan);
  }

  List<Integer> done() {
    return new ArrayList<>(done);
  }

  Optional<Integer> begun() {
    return begun.isEmpty() ? Optional.empty() : Optional.of(begun.first());
  }

  Map<String, String> marks(int step) {
    return Map.copyOf(marks.getOrDefault(step, Map.of()));
  }
}
