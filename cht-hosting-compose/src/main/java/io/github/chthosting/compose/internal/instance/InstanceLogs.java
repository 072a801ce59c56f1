package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.logs.ContainerLog;
import io.github.chthosting.compose.internal.logs.FollowedLogs;
import io.github.chthosting.compose.internal.logs.MergedLogs;
import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Opens the logs of an instance's containers. */
final class InstanceLogs {
  private InstanceLogs() {}

  static LogFeed open(Instance instance, LogQuery query) {
    List<Container> wanted =
        Stream.concat(instance.containers().stream(), instance.upgradeService().stream())
            .filter(each -> query.services().isEmpty() || query.services().contains(each.service()))
            .toList();
    DockerCli docker = instance.docker();
    List<ContainerLog> logs = new ArrayList<>();
    for (Container each : wanted) {
      logs.add(new ContainerLog(each, docker.open(command(each, query)), query));
    }
    return query.follow() ? new FollowedLogs(logs) : new MergedLogs(logs);
  }

  private static DockerCommand command(Container container, LogQuery query) {
    List<String> words = new ArrayList<>(List.of("logs", "--timestamps"));
    if (query.since() != null) {
      words.addAll(List.of("--since", query.since().toString()));
    }
    if (query.tail() >= 0) {
      words.addAll(List.of("--tail", String.valueOf(query.tail())));
    }
    if (query.follow()) {
      words.add("--follow");
    }
    words.add(container.status().name());
    return DockerCommand.of(words.toArray(String[]::new))
        .about(container.project(), container.service());
  }
}
