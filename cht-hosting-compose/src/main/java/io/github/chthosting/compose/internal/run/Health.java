package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.platform.PlatformException;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.ServiceStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The state of services, looked at again and again: whether they have come up and stay so. Not
 * thread-safe.
 */
public final class Health {
  private static final Duration SETTLED = Duration.ofSeconds(3);
  private static final int LOOP = 5;

  /**
   * The number of restarts that make a loop, for a container that was never seen while it did not
   * run.
   */
  private static final int UNSEEN_LOOP = 2 * LOOP;

  private static final Set<State> ENDED = Set.of(State.RESTARTING, State.STOPPED);
  private static final int QUOTED = 10;

  private final String operation;
  private final Map<String, Integer> first = new TreeMap<>();
  private final Map<String, ServiceStatus> ended = new TreeMap<>();

  /**
   * @param operation for failures
   */
  public Health(String operation) {
    this.operation = operation;
  }

  /**
   * Returns what is not up for long enough, of the services that {@code wanted} names.
   *
   * @throws PlatformException if a container ends again and again; it quotes its last lines
   */
  public List<String> missing(Instance instance, Predicate<String> wanted) {
    List<String> missing = new ArrayList<>();
    for (ServiceStatus each : instance.status()) {
      if (wanted.test(each.service())) {
        requireNoLoop(instance, each);
        if (!each.isUp() || each.age(Instant.now()).compareTo(SETTLED) < 0) {
          missing.add(each.service() + " is " + each.state());
        }
      }
    }
    return missing;
  }

  /**
   * Refuses a container that restarts again and again. While it runs, the engine does not say how
   * it ended, so its last end is remembered.
   */
  private void requireNoLoop(Instance instance, ServiceStatus service) {
    String unit = service.unit();
    int again = service.restarts() - first.computeIfAbsent(unit, any -> service.restarts());
    if (again > 0 && ENDED.contains(service.state())) {
      ended.put(unit, service);
    }
    if (again >= (ended.containsKey(unit) ? LOOP : UNSEEN_LOOP)) {
      throw loops(instance, ended.getOrDefault(unit, service));
    }
  }

  private PlatformException loops(Instance instance, ServiceStatus service) {
    StringBuilder text = new StringBuilder(operation);
    text.append(": container ").append(service.unit());
    text.append(" of service ").append(service.service());
    text.append(" ends again and again");
    boolean seen = ENDED.contains(service.state());
    text.append(seen ? ", with exit code " + service.exitCode() : "");
    text.append(service.outOfMemory() ? ", for lack of memory" : "");
    text.append(". Its last lines:");
    lastLines(instance, service.unit()).forEach(line -> text.append("\n  | ").append(line));
    return new PlatformException(
        operation,
        text.toString(),
        false,
        instance.name(),
        service.service(),
        seen ? service.exitCode() : -1,
        null);
  }

  /** Returns what a container said last, the instance's secrets hidden. */
  static List<String> lastLines(Instance instance, String container) {
    List<String> lines = new ArrayList<>();
    try {
      instance
          .docker()
          .run(DockerCommand.of("logs", "--tail", String.valueOf(QUOTED), container), lines::add);
    } catch (DockerException e) {
      lines.add("(its last lines cannot be read: " + e.problem() + ")");
    }
    return lines;
  }
}
