package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Namesakes;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.ServiceStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Plans of starting and stopping, from an instance as it was seen. Pure but for its files. */
public final class RunPlanner {
  private RunPlanner() {}

  public static Plan start(Instance instance) {
    String title = "start " + instance.name();
    List<ServiceStatus> down =
        instance.status().stream().filter(each -> each.state() != State.UP).toList();
    if (down.isEmpty()) {
      return new Plan(title, List.of());
    }
    if (instance.containers().isEmpty()) {
      Namesakes.refuse(title, instance.layout(), Projects.details(instance.docker()));
    }
    Layout layout = instance.layout();
    List<String> notes =
        down.stream()
            .map(each -> "~ " + each.service() + ": " + each.state() + " -> " + State.UP)
            .toList();
    return new Plan(
        title,
        List.of(
            new StartStores(layout, false).costing(cost(10, Risk.REVERSIBLE)),
            new CheckDatabases(layout).costing(cost(5, Risk.NONE)),
            new StartServices(layout, false).costing(cost(30, Risk.REVERSIBLE)),
            new VerifyServices(layout).costing(cost(60, Risk.NONE))),
        notes);
  }

  public static Plan stop(Instance instance, Duration grace) {
    List<PlannedStep> steps = new ArrayList<>(stopSteps(instance, grace));
    return new Plan("stop " + instance.name(), steps);
  }

  /**
   * Returns what stops the containers that run, in the order of their ranks; empty if none does.
   */
  public static List<PlannedStep> stopSteps(Instance instance, Duration grace) {
    TreeMap<Integer, TreeSet<String>> groups = new TreeMap<>();
    Stream.concat(instance.containers().stream(), instance.upgradeService().stream())
        .filter(each -> !List.of("exited", "created", "dead").contains(each.status().state()))
        .map(Container::service)
        .forEach(
            service ->
                groups
                    .computeIfAbsent(Services.rank(service), rank -> new TreeSet<>())
                    .add(service));
    Layout layout = instance.layout();
    List<PlannedStep> steps = new ArrayList<>();
    if (groups.isEmpty()) {
      return steps;
    }
    steps.add(new HoldContainers(layout).costing(cost(1, Risk.REVERSIBLE)));
    boolean recorded = false;
    for (Map.Entry<Integer, TreeSet<String>> group : groups.descendingMap().entrySet()) {
      if (!recorded && group.getKey() < Services.rank("api")) {
        // Nobody writes any more, and CouchDB still answers.
        steps.add(recording(layout, false));
        recorded = true;
      }
      StopServices stop = new StopServices(layout, List.copyOf(group.getValue()), grace);
      steps.add(stop.costing(cost(10, Risk.REVERSIBLE)));
    }
    return steps;
  }

  public static Plan record(Instance instance) {
    return new Plan(
        "record the databases of " + instance.name(), List.of(recording(instance.layout(), true)));
  }

  /** The record is replaced, so this changes something. */
  public static PlannedStep recording(Layout layout, boolean accept) {
    return new RecordDatabases(layout, accept).costing(cost(1, Risk.REVERSIBLE));
  }

  public static Cost cost(int seconds, Risk risk) {
    return new Cost(0, 0, Duration.ofSeconds(seconds), risk);
  }
}
