package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerAnswer;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.run.ResourceUse;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.health.Finding;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.HostedInstance;
import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogQuery;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One CHT on a Docker engine: its containers as they were when it was looked at, and its files as
 * they are when they are asked for. Thread-safe.
 */
public final class ComposeInstance implements HostedInstance {
  private final DockerCli docker;
  private final Layout layout;
  private final List<Container> containers;
  private final Optional<Container> upgradeService;
  private volatile @Nullable Set<String> madeWith;

  ComposeInstance(
      DockerCli docker, Layout layout, List<Container> containers, Optional<Container> upgrade) {
    this.docker = docker;
    this.layout = layout;
    this.containers = List.copyOf(containers);
    this.upgradeService = upgrade;
  }

  @Override
  public String name() {
    return layout.project();
  }

  /** Where its files are, and who starts its containers. */
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

  /** The container that starts and upgrades the CHT's; only in {@link Mode#STANDARD}. */
  public Optional<Container> upgradeService() {
    return upgradeService;
  }

  /** The services of CouchDB's nodes, in their order. */
  public List<String> couchdbServices() {
    return InstanceFiles.couchdbServices(this);
  }

  /** What its {@code .env} says; empty if there is none. It holds secrets. */
  public EnvFile environment() {
    return EnvFile.read(layout.environment());
  }

  /** What must not be seen in what is said of it: of its {@code .env}, and of its containers. */
  public Set<Secret> secrets() {
    return InstanceFiles.secrets(this, madeWith());
  }

  private Set<String> madeWith() {
    Set<String> known = madeWith;
    if (known == null) {
      known = ContainerSecrets.of(docker, containers, InstanceFiles.SECRETS);
      madeWith = known;
    }
    return known;
  }

  /** The engine's command, with this instance's secrets made unreadable in what it says. */
  public DockerCli docker() {
    return docker.hiding(secrets());
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

  @Override
  public Optional<ChtVersion> version() {
    return InstanceFiles.version(this);
  }

  @Override
  public Topology topology() {
    return couchdbServices().size() > 1 ? Topology.CLUSTERED : Topology.SINGLE;
  }

  @Override
  public List<ServiceStatus> status() {
    return Services.status(this);
  }

  @Override
  public Plan planStart() {
    return RunPlans.start(this);
  }

  @Override
  public Plan planStop() {
    return planStop(Duration.ofSeconds(60));
  }

  /** As {@link #planStop()}, killing each service that takes longer than that. Default 60 s. */
  public Plan planStop(Duration grace) {
    return RunPlans.stop(this, grace);
  }

  /**
   * Records what the databases hold now, also if that is less than before: after a change on
   * purpose. Installing and stopping record it by themselves.
   */
  public Plan planRecord() {
    return RunPlans.record(this);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Containers, networks and volumes go in any case, the certificate with them. Without {@code
   * data}, the data folders, {@code .env} and the record of the databases stay.
   */
  @Override
  public Plan planDestroy(String typedName, boolean data) {
    return DestroyPlan.of(this, typedName, data);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Without {@code following}, the lines of all services are in the order of their time.
   */
  @Override
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

  /** What each running container uses, measured for a second or two, in one command. */
  public List<ResourceUse> resourceUse() {
    return InstanceCommands.resourceUse(this);
  }

  /** What is to be said of it: settings, restart policies, services, the record of databases. */
  public List<Finding> findings() {
    return new Adoption(this).findings();
  }

  /**
   * The little that an installation made by hand lacks: settings that nobody else may read, and a
   * record of its databases. No container is touched.
   */
  public Plan planAdopt() {
    return new Adoption(this).plan();
  }

  /**
   * What this installation is, as a deployment: planning to install it shows nothing to do, or what
   * an installation by this library would have otherwise.
   *
   * @throws io.github.chthosting.platform.InvalidDeploymentException if it cannot be one
   * @throws HostingException if its version is not known
   */
  public Deployment deployment() {
    return ObservedDeployment.of(this);
  }

  /** {@code cht 5.0.2 in /home/me/cht}. */
  @Override
  public String toString() {
    return name() + version().map(version -> " " + version).orElse("") + " in " + layout.folder();
  }
}
