package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.compose.internal.run.Containers;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.ServiceStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;

/** The containers of an instance, exchanged for those of other files. */
public record InstanceContainers(Engine platform, Layout layout) {
  private static final Duration UP = Duration.ofMinutes(15);
  private static final Duration GRACE = Duration.ofSeconds(60);

  /** Time to stop for services that have nothing to write down any more. */
  private static final Duration SHORT = Duration.ofSeconds(10);

  /** The folder in which the upgrade service sees the compose files. */
  private static final String INSIDE = "/docker-compose/";

  private static final int STORES = 1;
  private static final int NGINX = 3;
  private static final int CHT = 4;

  public Instance instance() {
    return platform.instance(layout);
  }

  /** Returns what is up, and need be up again after going back; what is not, need not. */
  public String up() {
    return instance().status().stream()
        .filter(ServiceStatus::isUp)
        .map(ServiceStatus::service)
        .collect(Collectors.joining(","));
  }

  /** Ends api and sentinel first, then what leads to CouchDB. nginx goes on, to say so. */
  public void stopWriters() {
    Instance instance = instance();
    stop(instance, SHORT, rank -> rank >= CHT);
    stop(instance, SHORT, rank -> rank > STORES && rank != NGINX);
  }

  /** CouchDB last. */
  public void stopStores() {
    stop(instance(), GRACE, rank -> rank == STORES);
    stop(instance(), GRACE, rank -> rank < STORES);
  }

  private static void stop(Instance instance, Duration grace, IntPredicate ranks) {
    new Containers(instance)
        .stop(
            service -> !service.equals(Services.UPGRADE) && ranks.test(Services.rank(service)),
            grace);
  }

  /** Puts a kept version's files into use. */
  public void use(KeptVersion version) {
    retag(version.images());
    for (ReleaseFile file : version.files()) {
      Path place = layout.composeFolder().resolve(file.name());
      WholeFile.write(place, file.text());
    }
  }

  /** A name that has come to mean another image means the old one again. */
  private void retag(Map<String, String> images) {
    if (images.isEmpty()) {
      return;
    }
    Map<String, String> now = new HashMap<>();
    DockerCommand list =
        DockerCommand.of(
            "images", "--all", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}} {{.ID}}");
    for (String line : platform.docker().run(list).lines()) {
      String[] pair = line.split(" ", 2);
      now.put(pair[0], pair[1]);
    }
    images.forEach(
        (name, id) -> {
          if (!id.equals(now.get(name))) {
            platform.docker().run(DockerCommand.of("tag", id, name).about(layout.project(), ""));
          }
        });
  }

  /** Makes and starts CouchDB and its search index from the files in use. */
  void startStores() {
    List<String> stores =
        instance().images().keySet().stream().filter(Services::isStore).sorted().toList();
    up(List.of(), stores);
  }

  /** Makes and starts all; what the files do not have any more goes. */
  void startAll() {
    up(List.of("--remove-orphans"), List.of());
  }

  private void up(List<String> options, List<String> services) {
    Instance instance = instance();
    List<String> words =
        new ArrayList<>(List.of("up", "--detach", "--pull", "never", "--timeout", "60"));
    words.addAll(options);
    words.addAll(services);
    DockerCommand command =
        layout.mode() == StartedBy.DIRECT
            ? instance.compose(words.toArray(String[]::new))
            : within(instance, words);
    instance.docker().run(command.timeLimit(UP));
  }

  /**
   * The command run within the upgrade service, with its paths and its environment, so that it
   * finds nothing to change afterwards.
   */
  private DockerCommand within(Instance instance, List<String> up) {
    Container service =
        instance
            .upgradeService()
            .filter(each -> each.status().isUp())
            .orElseThrow(
                () ->
                    new HostingException(
                        "upgrade " + layout.project(),
                        "the upgrade service of " + layout.project() + " does not run: start it",
                        false,
                        null));
    List<String> words = new ArrayList<>(List.of("exec", service.status().name()));
    words.addAll(List.of("docker", "compose", "-p", layout.project()));
    layout.files().forEach(file -> words.addAll(List.of("-f", INSIDE + file.getFileName())));
    words.addAll(up);
    return DockerCommand.of(words.toArray(String[]::new)).about(layout.project(), "");
  }
}
