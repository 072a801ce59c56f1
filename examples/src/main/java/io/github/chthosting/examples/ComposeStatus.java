package io.github.chthosting.examples;

import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.compose.engine.Projects;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows every CHT that Compose runs on an engine, service by service. Changes nothing. */
@Command(
    name = "compose-status",
    mixinStandardHelpOptions = true,
    description = "shows the CHTs on a Docker engine; ends with 2 if a service is not up")
final class ComposeStatus implements Callable<Integer> {
  @Mixin private final DockerOption docker = new DockerOption();

  @Override
  public Integer call() {
    Map<String, List<ContainerStatus>> projects = Projects.cht(docker.cli());
    projects.forEach(ComposeStatus::show);
    if (projects.isEmpty()) {
      System.out.println("no CHT on this engine");
    }
    boolean up = projects.values().stream().flatMap(List::stream).allMatch(ContainerStatus::isUp);
    return up ? 0 : 2;
  }

  private static void show(String project, List<ContainerStatus> containers) {
    System.out.println(project);
    containers.forEach(
        each ->
            System.out.printf(
                "  %-20s %-10s %-9s %3d restarts%s  up %-8s %s%n",
                each.service(),
                each.state(),
                each.health(),
                each.restarts(),
                each.outOfMemory() ? ", out of memory" : "",
                words(each.age(Instant.now())),
                each.image()));
  }

  private static String words(Duration age) {
    long minutes = age.toMinutes();
    return minutes < 120 ? minutes + " min" : minutes / 60 + " h";
  }
}
