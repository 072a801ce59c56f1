package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.compose.internal.run.Containers;
import io.github.chthosting.compose.internal.upgrade.InstanceContainers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The containers of an instance by the files of one topology. Each is created again: Compose keeps
 * one whose settings did not change, with labels that name the other topology's files.
 */
record TopologyContainers(InstanceContainers containers) {
  private static final Duration UP = Duration.ofMinutes(15);
  private static final Duration SHORT = Duration.ofSeconds(10);

  TopologyContainers(Engine platform, Layout layout) {
    this(new InstanceContainers(platform, layout));
  }

  /** The upgrade service first, which would start what it finds. */
  void stopWriters() {
    new Containers(containers.instance()).stop(Services.UPGRADE::equals, SHORT);
    containers.stopWriters();
  }

  void stopStores() {
    containers.stopStores();
  }

  /**
   * Refuses a data folder that a container uses, once our CouchDB is stopped: it could be another
   * CouchDB, started by hand.
   */
  void requireUnused(Path data) {
    DockerCommand ask =
        DockerCommand.of("ps", "--filter", "volume=" + data, "--format", "{{.Names}}");
    List<String> users = containers.platform().docker().run(ask).lines();
    if (!users.isEmpty()) {
      throw new HostingException(
          "use " + data, data + " is in use by " + users + ": stop them first", false, null);
    }
  }

  void startStores() {
    Instance instance = containers.instance();
    Set<String> wanted = instance.images().keySet();
    // Two CouchDBs on one folder would destroy it: the other topology's must not start again.
    remove(service -> Services.isStore(service) && !wanted.contains(service));
    up(instance, wanted.stream().filter(Services::isStore).sorted().toList());
  }

  void startAll() {
    remove(service -> !Services.isStore(service) && !service.equals(Services.UPGRADE));
    Instance instance = containers.instance();
    if (instance.layout().mode() == StartedBy.STANDARD) {
      String[] renewed = {"up", "--detach", "--force-recreate"};
      instance.docker().run(instance.upgradeCompose(renewed).timeLimit(UP));
    } else {
      up(instance, List.of());
    }
  }

  private static void up(Instance instance, List<String> services) {
    List<String> words =
        new ArrayList<>(List.of("up", "--detach", "--pull", "never", "--timeout", "60"));
    words.addAll(services);
    instance.docker().run(instance.compose(words.toArray(String[]::new)).timeLimit(UP));
  }

  private void remove(Predicate<String> services) {
    Containers there = new Containers(containers.instance());
    List<Container> gone = there.of(services);
    there.run(gone, Duration.ofMinutes(2), "rm", "--force");
  }
}
