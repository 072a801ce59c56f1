package io.github.chthosting.testkit.fuzz;

import java.util.Map;
import java.util.TreeMap;

/** Counts sequences. Thread-safe. */
final class Tally {
  private final Map<String, Integer> declared = new TreeMap<>();
  private int same;
  private int requests;
  private int undeclared;

  synchronized void alike(int sent) {
    same++;
    requests += sent;
  }

  synchronized void differed() {
    undeclared++;
  }

  synchronized void declared(String reason) {
    declared.merge(reason, 1, Integer::sum);
  }

  synchronized int undeclared() {
    return undeclared;
  }

  @Override
  public synchronized String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%d sequences alike (%d requests), %d differ%n".formatted(same, requests, undeclared));
    declared.forEach(
        (reason, times) ->
            text.append("%d answers differ as declared: %s%n".formatted(times, reason)));
    return text.toString();
  }
}
