package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.ResourceUse;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerAnswer;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogQuery;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One CHT on a Docker engine: its containers as they were when it was looked at, and its files as
 * they are when they are asked for. Thread-safe.
 */
public final class Instance {
  private final Engine platform;
  private final Layout layout;
  private final List<Container> containers;
  private final Optional<Container> upgradeService;
  private volatile @Nullable Set<String> madeWith;

  Instance(
      Engine platform, Layout layout, List<Container> containers, Optional<Container> upgrade) {
    this.platform = platform;
    this.layout = layout;
    this.containers = List.copyOf(containers);
    this.upgradeService = upgrade;
  }

  public String name() {
    return layout.project();
  }

  /** Returns the platform that it is on, which carries out its plans. */
  public Engine platform() {
    return platform;
  }

  /** The places of its files, and who starts its containers. */
  public Layout layout() {
    return layout;
  }

  /** The CHT's containers, without the upgrade service. */
  public List<Container> containers() {
    return containers;
  }

  /** The containers of one service; more than one only if somebody scaled it by hand. */
  public List<Container> containers(String service) {
    return containers.stream().filter(each -> each.service().equals(service)).toList();
  }

  /** The container that starts and upgrades the CHT's; only in {@link StartedBy#STANDARD}. */
  public Optional<Container> upgradeService() {
    return upgradeService;
  }

  /** The services of CouchDB's nodes, in their order. */
  public List<String> couchdbServices() {
    return InstanceFiles.couchdbServices(this);
  }

  /** Returns what its {@code .env} says; empty if there is none. It holds secrets. */
  public EnvFile environment() {
    return EnvFile.read(layout.environment());
  }

  /**
   * Returns what must not be seen in what is said of it: of its {@code .env}, and of its
   * containers.
   */
  public Set<Secret> secrets() {
    return InstanceFiles.secrets(this, madeWith());
  }

  private Set<String> madeWith() {
    Set<String> known = madeWith;
    if (known == null) {
      known = ContainerSecrets.of(platform.docker(), containers, InstanceFiles.SECRETS);
      madeWith = known;
    }
    return known;
  }

  /** The engine's command, with this instance's secrets made unreadable in what it says. */
  public DockerCli docker() {
    return platform.docker().hiding(secrets());
  }

  /** {@code docker compose} for the CHT's containers, with its files and its {@code .env}. */
  public DockerCommand compose(String... arguments) {
    return DockerCommand.compose(layout.project(), layout.environment(), layout.files(), arguments);
  }

  /** {@code docker compose} for the upgrade service. */
  public DockerCommand upgradeCompose(String... arguments) {
    return InstanceCommands.upgrade(layout, arguments);
  }

  /**
   * A client of its CouchDB nodes themselves, past haproxy, at their addresses in the engine's
   * network, with the user and password of {@code .env}. Only for an engine on this host, under
   * Linux. Close it.
   *
   * @throws HostingException if no node runs, or {@code .env} has no password
   */
  public CouchDb couchDb() {
    return InstanceCouchDb.open(this);
  }

  /** The folders of CouchDB's data on the host, in the order of {@link #couchdbServices}. */
  public List<Path> dataFolders() {
    return InstanceFiles.dataFolders(this);
  }

  /** The port of this instance's HTTP on its host. */
  public int httpPort() {
    return environment().port("NGINX_HTTP_PORT").orElse(80);
  }

  /** The port of this instance's HTTPS on its host. */
  public int httpsPort() {
    return environment().port("NGINX_HTTPS_PORT").orElse(443);
  }

  /** The compose files of the CHT, as they are in its folder. */
  public List<ReleaseFile> files() {
    return InstanceFiles.read(layout);
  }

  /** The image of each service, as its files have them. */
  public Map<String, String> images() {
    return InstanceFiles.images(this);
  }

  /** The memory limits that this library gave its services, in bytes. */
  public Map<String, Long> memoryLimits() {
    return InstanceFiles.memoryLimits(this);
  }

  public Optional<ChtVersion> version() {
    return InstanceFiles.version(this);
  }

  public Topology topology() {
    return couchdbServices().size() > 1 ? Topology.CLUSTERED : Topology.SINGLE;
  }

  public List<ServiceStatus> status() {
    return Services.status(this);
  }

  /** Returns what its services wrote; without {@code following}, in the order of its time. */
  public LogFeed logs(LogQuery query) {
    return InstanceLogs.open(this, query);
  }

  /**
   * Runs a command in a service's container, without a shell.
   *
   * @param arguments each as the command gets it; no secrets
   * @throws io.github.chthosting.compose.engine.DockerException if it ends with another code than 0
   * @throws HostingException if there is no such container
   */
  public DockerAnswer exec(String service, String... arguments) {
    return InstanceCommands.exec(this, service, arguments);
  }

  /** Returns what each running container uses, measured for a second or two, in one command. */
  public List<ResourceUse> resourceUse() {
    return InstanceCommands.resourceUse(this);
  }

  /**
   * Returns what this installation is, as a deployment: planning to install it shows nothing to do,
   * or what an installation by this library would have otherwise.
   *
   * @throws io.github.chthosting.platform.InvalidDeploymentException if it cannot be one
   * @throws HostingException if its version is not known
   */
  public ComposeDeployment deployment() {
    return ObservedDeployment.of(this);
  }

  /** {@code cht 5.0.2 in /home/me/cht}. */
  @Override
  public String toString() {
    return name() + version().map(version -> " " + version).orElse("") + " in " + layout.folder();
  }
}
