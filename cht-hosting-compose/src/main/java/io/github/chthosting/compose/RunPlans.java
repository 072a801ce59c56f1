package io.github.chthosting.compose;

import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.ServiceStatus.State;
import io.github.chthosting.platform.Step;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Plans of starting and stopping, from an instance as it was seen. Pure but for its files. */
final class RunPlans {
  private RunPlans() {}

  static Plan start(ComposeInstance instance) {
    String title = "start " + instance.name();
    List<ServiceStatus> down =
        instance.status().stream().filter(each -> each.state() != State.UP).toList();
    if (down.isEmpty()) {
      return new Plan(title, List.of());
    }
    if (instance.containers().isEmpty()) {
      Namesakes.refuse(title, instance.layout(), Projects.details(instance.docker()));
    }
    Map<String, String> layout = instance.layout().arguments();
    List<String> notes =
        down.stream()
            .map(each -> "~ " + each.service() + ": " + each.state() + " -> " + State.UP)
            .toList();
    return new Plan(
        title,
        List.of(
            step("start-stores", layout, 10, Risk.REVERSIBLE),
            step("check-databases", layout, 5, Risk.NONE),
            step("start-services", layout, 30, Risk.REVERSIBLE),
            step("verify-services", layout, 60, Risk.NONE)),
        notes);
  }

  static Plan stop(ComposeInstance instance, Duration grace) {
    List<Step> steps = new ArrayList<>(stopSteps(instance, grace));
    return new Plan("stop " + instance.name(), steps);
  }

  /** What stops the containers that run, in the order of their ranks; empty if none does. */
  static List<Step> stopSteps(ComposeInstance instance, Duration grace) {
    TreeMap<Integer, TreeSet<String>> groups = new TreeMap<>();
    Stream.concat(instance.containers().stream(), instance.upgradeService().stream())
        .filter(each -> !List.of("exited", "created", "dead").contains(each.status().state()))
        .map(Container::service)
        .forEach(
            service ->
                groups
                    .computeIfAbsent(Services.rank(service), rank -> new TreeSet<>())
                    .add(service));
    List<Step> steps = new ArrayList<>();
    if (groups.isEmpty()) {
      return steps;
    }
    steps.add(step("hold-containers", instance.layout().arguments(), 1, Risk.REVERSIBLE));
    boolean recorded = false;
    for (Map.Entry<Integer, TreeSet<String>> group : groups.descendingMap().entrySet()) {
      if (!recorded && group.getKey() < Services.rank("api")) {
        // Nobody writes any more, and CouchDB still answers.
        steps.add(step("record-databases", instance.layout().arguments(), 1, Risk.NONE));
        recorded = true;
      }
      Map<String, String> arguments = new TreeMap<>(instance.layout().arguments());
      arguments.put("services", String.join(",", group.getValue()));
      arguments.put("grace", String.valueOf(grace.toSeconds()));
      steps.add(step("stop-services", arguments, 10, Risk.REVERSIBLE));
    }
    return steps;
  }

  static Plan record(ComposeInstance instance) {
    Map<String, String> arguments = new TreeMap<>(instance.layout().arguments());
    arguments.put("accept", "true");
    return new Plan(
        "record the databases of " + instance.name(),
        List.of(step("record-databases", arguments, 1, Risk.NONE)));
  }

  static Step step(String action, Map<String, String> arguments, int seconds, Risk risk) {
    return new Step(action, arguments, new Cost(0, 0, Duration.ofSeconds(seconds), risk));
  }
}
