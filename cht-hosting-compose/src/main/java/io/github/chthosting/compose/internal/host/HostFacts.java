package io.github.chthosting.compose.internal.host;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.engine.DockerVersions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The observations of an engine's host, for one deployment. A plain value.
 *
 * @param versions of command, engine and Compose
 * @param local whether the engine runs on this host; if not, folders and ports could not be looked
 *     at
 * @param rootless whether the engine runs without root
 * @param cpus that the engine has
 * @param memory bytes that the engine has
 * @param clockAhead how far the engine's clock is ahead of ours
 * @param containers of all Compose projects
 * @param listening ports of the deployment on which something on this host listens, and who: its
 *     name and process, or nothing where this user may not know
 * @param addresses that the domain has; empty if none could be found
 * @param folders of the deployment's data, by path, and what is in them
 */
public record HostFacts(
    DockerVersions versions,
    boolean local,
    boolean rootless,
    int cpus,
    long memory,
    Duration clockAhead,
    List<ContainerStatus> containers,
    Map<Integer, String> listening,
    List<String> addresses,
    Map<String, DataFolder> folders) {
  public HostFacts {
    containers = List.copyOf(containers);
    listening = Map.copyOf(listening);
    addresses = List.copyOf(addresses);
    folders = Map.copyOf(folders);
  }

  /**
   * A folder for CouchDB's data, or the nearest one above it that exists.
   *
   * @param exists whether it is there itself
   * @param writable whether this user may write to it, or create it
   * @param owner of it, or of the nearest one above
   * @param databases whether CouchDB has written there
   * @param free bytes on its disk
   */
  public record DataFolder(
      boolean exists, boolean writable, String owner, boolean databases, long free) {}

  /**
   * Tells the same as {@link EngineHost#isLocal}; an engine reached over a network is not asked.
   *
   * @throws DockerException if the engine cannot be asked
   */
  public static boolean isLocal(DockerCli docker) {
    String address = docker.address();
    return !EngineHost.isRemote(address)
        && new EngineHost(address, EngineHost.name(docker)).isLocal();
  }

  /**
   * Refuses the plan, as {@link EngineHost#requireLocal} does, if the engine is elsewhere.
   *
   * @param plan what is refused
   * @throws io.github.chthosting.plan.PlanRefusedException if the engine is elsewhere
   * @throws DockerException if the engine cannot be asked
   */
  public static void requireLocal(DockerCli docker, String plan) {
    EngineHost.of(docker).requireLocal(plan);
  }

  /**
   * Looks. Changes nothing.
   *
   * @throws DockerException if the engine cannot be asked
   */
  public static HostFacts observe(DockerCli docker, ComposeDeployment deployment) {
    return observed(() -> new HostObservation(docker, deployment).facts());
  }

  /**
   * Observes the host like {@link #observe(DockerCli, ComposeDeployment)}, with what was seen a
   * moment ago.
   *
   * @param engine which host it is
   * @param containers of all Compose projects
   */
  public static HostFacts observe(
      DockerCli docker,
      ComposeDeployment deployment,
      EngineHost engine,
      List<Container> containers) {
    List<ContainerStatus> all = containers.stream().map(Container::status).toList();
    return observed(() -> new HostObservation(docker, deployment).facts(engine, all));
  }

  private static HostFacts observed(Supplier<HostFacts> looking) {
    try {
      return looking.get();
    } catch (DockerException e) {
      e.addAftermath("Nothing was changed.");
      throw e;
    }
  }
}
