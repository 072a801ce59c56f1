package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Services;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The containers of an instance, started and stopped as they are. */
public record Containers(Instance instance) {

  /** All, the upgrade service's included, in the order of starting. */
  public List<Container> all() {
    return Stream.concat(instance.containers().stream(), instance.upgradeService().stream())
        .sorted(Comparator.comparingInt(each -> Services.rank(each.service())))
        .toList();
  }

  /** The containers of services that {@code wanted} names. */
  public List<Container> of(Predicate<String> wanted) {
    return all().stream().filter(each -> wanted.test(each.service())).toList();
  }

  /** Starts those that do not run. */
  public void start(Predicate<String> wanted) {
    List<Container> stopped =
        of(wanted).stream().filter(each -> !each.status().state().equals("running")).toList();
    run(stopped, Duration.ofMinutes(2), "start");
  }

  /** Ends them, each within {@code grace}, after which it is killed. */
  public void stop(Predicate<String> wanted, Duration grace) {
    List<Container> running =
        of(wanted).stream()
            .filter(each -> !List.of("exited", "created", "dead").contains(each.status().state()))
            .toList();
    Duration limit = grace.multipliedBy(running.size() + 1).plusSeconds(60);
    run(running, limit, "stop", "--time", String.valueOf(grace.toSeconds()));
  }

  /** {@code docker VERB... NAMES}, unless there are none. */
  public void run(List<Container> containers, Duration limit, String... verb) {
    if (containers.isEmpty()) {
      return;
    }
    List<String> words = new ArrayList<>(Arrays.asList(verb));
    containers.forEach(each -> words.add(each.status().name()));
    instance
        .docker()
        .run(
            DockerCommand.of(words.toArray(String[]::new))
                .about(instance.name(), "")
                .timeLimit(limit));
  }
}
