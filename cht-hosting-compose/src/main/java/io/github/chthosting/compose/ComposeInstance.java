package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerAnswer;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.ComposeFile;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One CHT on a Docker engine: its containers as they were when it was looked at, and its files as
 * they are when they are asked for. Thread-safe.
 */
public final class ComposeInstance implements HostedInstance {
  private static final List<String> SECRETS = List.of("COUCHDB_PASSWORD", "COUCHDB_SECRET");

  private final DockerCli docker;
  private final Layout layout;
  private final List<Container> containers;
  private final Optional<Container> upgradeService;
  private volatile @Nullable Set<String> madeWith;

  ComposeInstance(
      DockerCli docker,
      Layout layout,
      List<Container> containers,
      Optional<Container> upgradeService) {
    this.docker = docker;
    this.layout = layout;
    this.containers = List.copyOf(containers);
    this.upgradeService = upgradeService;
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
    Map<String, String> all = new TreeMap<>(images());
    containers.forEach(each -> all.putIfAbsent(each.service(), each.status().image()));
    return all.entrySet().stream()
        .filter(each -> isCouchDb(each.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static boolean isCouchDb(String image) {
    return image.substring(image.lastIndexOf('/') + 1).startsWith("cht-couchdb:");
  }

  /** What its {@code .env} says; empty if there is none. It holds secrets. */
  public EnvFile environment() {
    return EnvFile.read(layout.environment());
  }

  /** What must not be seen in what is said of it: of its {@code .env}, and of its containers. */
  public Set<Secret> secrets() {
    EnvFile environment = environment();
    Stream<String> written = SECRETS.stream().flatMap(name -> environment.get(name).stream());
    return Stream.concat(written, madeWith().stream())
        .filter(value -> !value.isEmpty())
        .map(Secret::of)
        .collect(Collectors.toSet());
  }

  private Set<String> madeWith() {
    Set<String> known = madeWith;
    if (known == null) {
      known = ContainerSecrets.of(docker, containers, SECRETS);
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
    return DockerCommand.compose(
            layout.upgradeProject(), layout.environment(), List.of(layout.upgradeFile()), arguments)
        .about(layout.project(), Services.UPGRADE);
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
    List<Path> mounted =
        couchdbServices().stream()
            .flatMap(service -> containers(service).stream())
            .flatMap(each -> Stream.ofNullable(each.mounts().get("/opt/couchdb/data")))
            .map(Path::of)
            .toList();
    return mounted.isEmpty() ? namedFolders() : mounted;
  }

  private List<Path> namedFolders() {
    EnvFile environment = environment();
    return Stream.of("COUCHDB_DATA", "DB1_DATA", "DB2_DATA", "DB3_DATA")
        .flatMap(name -> environment.get(name).stream())
        .map(folder -> layout.composeFolder().resolve(folder).normalize())
        .toList();
  }

  /** The port of this instance's HTTPS on its host. */
  public int httpsPort() {
    String port = environment().get("NGINX_HTTPS_PORT").orElse("443");
    return port.matches("\\d{1,5}") ? Integer.parseInt(port) : 443;
  }

  /** The compose files of the CHT, as they are in its folder. */
  public List<ReleaseFile> files() {
    return InstanceFiles.read(layout);
  }

  /** The image of each service, as its files have them. */
  public Map<String, String> images() {
    Map<String, String> images = new TreeMap<>();
    Map<String, String> values = environment().values();
    for (ReleaseFile file : files()) {
      ComposeFile.parse(file.name(), file.text()).images(values, images);
    }
    return images;
  }

  @Override
  public Optional<ChtVersion> version() {
    Stream<String> images =
        containers.isEmpty()
            ? images().values().stream()
            : containers.stream().map(each -> each.status().image());
    List<String> tags = images.map(ComposeInstance::tag).distinct().toList();
    try {
      return tags.size() == 1 ? Optional.of(ChtVersion.of(tags.get(0))) : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String tag(String image) {
    String last = image.substring(image.lastIndexOf('/') + 1);
    return last.substring(last.indexOf(':') + 1);
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

  /**
   * As {@link #planStop()}.
   *
   * @param grace how long each service may take before it is killed. Default 60 s
   */
  public Plan planStop(Duration grace) {
    return RunPlans.stop(this, grace);
  }

  /**
   * Records what the databases hold now, also if that is less than before: after they were changed
   * on purpose. Installing and stopping record it by themselves.
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
