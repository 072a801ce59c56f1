package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.platform.PlatformException;
import io.github.chthosting.platform.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Whether services have come up and stay so, looked at again and again. Not thread-safe. */
public final class Health {
  private static final Duration SETTLED = Duration.ofSeconds(3);
  private static final int LOOP = 5;
  private static final int QUOTED = 10;

  private final String operation;
  private final Map<String, Integer> first = new TreeMap<>();

  /**
   * @param operation for failures
   */
  public Health(String operation) {
    this.operation = operation;
  }

  /**
   * What is not up for long enough, of the services that {@code wanted} names.
   *
   * @throws PlatformException if a container ends again and again; it quotes its last lines
   */
  public List<String> missing(ComposeInstance instance, Predicate<String> wanted) {
    List<String> missing = new ArrayList<>();
    for (ServiceStatus each : instance.status()) {
      if (wanted.test(each.service())) {
        int before = first.computeIfAbsent(each.unit(), unit -> each.restarts());
        if (each.restarts() - before >= LOOP) {
          throw loops(instance, each);
        }
        if (!each.isUp() || each.age(Instant.now()).compareTo(SETTLED) < 0) {
          missing.add(each.service() + " is " + each.state());
        }
      }
    }
    return missing;
  }

  private PlatformException loops(ComposeInstance instance, ServiceStatus service) {
    StringBuilder text = new StringBuilder(operation);
    text.append(": container ").append(service.unit());
    text.append(" of service ").append(service.service());
    text.append(" ends again and again, with exit code ").append(service.exitCode());
    text.append(service.outOfMemory() ? ", for want of memory" : "");
    text.append(". Its last lines:");
    lastLines(instance, service).forEach(line -> text.append("\n  | ").append(line));
    return new PlatformException(
        operation,
        text.toString(),
        false,
        instance.name(),
        service.service(),
        service.exitCode(),
        null);
  }

  private static List<String> lastLines(ComposeInstance instance, ServiceStatus service) {
    List<String> lines = new ArrayList<>();
    try {
      instance
          .docker()
          .run(
              DockerCommand.of("logs", "--tail", String.valueOf(QUOTED), service.unit()),
              lines::add);
    } catch (DockerException e) {
      lines.add("(its last lines cannot be read: " + e.problem() + ")");
    }
    return lines;
  }
}
