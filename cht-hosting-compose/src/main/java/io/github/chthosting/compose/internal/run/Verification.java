package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.host.HostFacts;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.PlatformException;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Looks whether all services have come up, and stay so. */
public final class Verification implements Capability {
  public static final String SERVICES = "verify-services";
  private static final Duration SETTLED = Duration.ofSeconds(3);
  private static final int LOOP = 5;
  private static final int QUOTED = 10;

  private final ComposePlatform platform;

  public Verification(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of(SERVICES);
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) {
    Layout layout = Layout.of(step.arguments());
    ServedPage page =
        new ServedPage(
            HostFacts.isLocal(platform.docker()) ? platform.instance(layout).httpsPort() : -1);
    Map<String, Integer> first = new TreeMap<>();
    List<String> missing = new ArrayList<>();
    Waiting.until(
        () -> {
          missing.clear();
          missing.addAll(missing(platform.instance(layout), first));
          if (missing.isEmpty()) {
            page.problem().ifPresent(missing::add);
          }
          return missing.isEmpty();
        },
        platform.patience(),
        context,
        SERVICES + " of " + layout.project(),
        () -> String.join("; ", missing));
  }

  /** What is not up for long enough. */
  private static List<String> missing(ComposeInstance instance, Map<String, Integer> first) {
    List<String> missing = new ArrayList<>();
    for (ServiceStatus each : instance.status()) {
      int before = first.computeIfAbsent(each.unit(), unit -> each.restarts());
      if (each.restarts() - before >= LOOP) {
        throw loops(instance, each);
      }
      if (!each.isUp() || each.age(Instant.now()).compareTo(SETTLED) < 0) {
        missing.add(each.service() + " is " + each.state());
      }
    }
    return missing;
  }

  private static PlatformException loops(ComposeInstance instance, ServiceStatus service) {
    String operation = SERVICES + " of " + instance.name();
    StringBuilder text = new StringBuilder(operation);
    text.append(": container ").append(service.unit());
    text.append(" of service ").append(service.service());
    text.append(" ends again and again, with exit code ").append(service.exitCode());
    text.append(service.outOfMemory() ? ", for want of memory" : "");
    text.append(". What was installed is left as it is; see to the cause and resume");
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

  /** There is nothing to take back. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {}
}
