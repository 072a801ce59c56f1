package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.compose.deployment.ResourceUse;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerAnswer;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.adopt.Adoption;
import io.github.chthosting.compose.internal.destroy.DestroyPlanner;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.move.TopologyPlanner;
import io.github.chthosting.compose.internal.run.RunPlanner;
import io.github.chthosting.compose.internal.upgrade.UpgradePlanner;
import io.github.chthosting.compose.internal.upgrade.UpgradeServicePlanner;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.HostedInstance;
import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogQuery;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A CHT on a Docker engine: its containers as they were when it was looked at, and its files as
 * they are when they are asked for. Thread-safe.
 */
public final class ComposeInstance implements HostedInstance {
  private final Instance instance;

  ComposeInstance(Instance instance) {
    this.instance = instance;
  }

  /** Returns what internal code works with. */
  Instance observed() {
    return instance;
  }

  @Override
  public String name() {
    return instance.name();
  }

  /** Returns the same instance as it is now. */
  public ComposeInstance lookAgain() {
    return new ComposeInstance(instance.platform().instance(instance.layout()));
  }

  /** Returns the platform that it is on, which carries out its plans. */
  public ComposePlatform platform() {
    return new ComposePlatform(instance.platform());
  }

  /** Returns where its files are, and who starts its containers. */
  public Layout layout() {
    return instance.layout();
  }

  /** Returns the CHT's containers, without the upgrade service. */
  public List<Container> containers() {
    return instance.containers();
  }

  /** Returns the containers of one service; more than one only if somebody scaled it by hand. */
  public List<Container> containers(String service) {
    return instance.containers(service);
  }

  /** Returns what starts and upgrades the others; only in {@link StartedBy#STANDARD}. */
  public Optional<Container> upgradeService() {
    return instance.upgradeService();
  }

  /** Returns the services of CouchDB's nodes, in their order. */
  public List<String> couchdbServices() {
    return instance.couchdbServices();
  }

  /** Returns what its {@code .env} says; empty if there is none. It holds secrets. */
  public EnvFile environment() {
    return instance.environment();
  }

  /** {@inheritDoc} Past haproxy, at the nodes' addresses in the engine's network. */
  @Override
  public CouchDb couchDb() {
    return instance.couchDb();
  }

  /** Returns the folders of CouchDB's data, in the order of {@link #couchdbServices}. */
  public List<Path> dataFolders() {
    return instance.dataFolders();
  }

  /** Returns the port of this instance's HTTP on its host. */
  public int httpPort() {
    return instance.httpPort();
  }

  /** Returns the port of this instance's HTTPS on its host. */
  public int httpsPort() {
    return instance.httpsPort();
  }

  /** Returns the compose files of the CHT, as they are in its folder. */
  public List<ReleaseFile> files() {
    return instance.files();
  }

  /** Returns the image of each service, as its files have them. */
  public Map<String, String> images() {
    return instance.images();
  }

  /** Returns the memory limits that this library gave its services, in bytes. */
  public Map<String, Long> memoryLimits() {
    return instance.memoryLimits();
  }

  @Override
  public Optional<ChtVersion> version() {
    return instance.version();
  }

  @Override
  public Topology topology() {
    return instance.topology();
  }

  @Override
  public List<ServiceStatus> status() {
    return instance.status();
  }

  @Override
  public Plan planStart() {
    return bound(() -> RunPlanner.start(instance));
  }

  @Override
  public Plan planStop() {
    return planStop(Duration.ofSeconds(60));
  }

  /** Plans a stop that kills each service which takes longer than that. Default 60 s. */
  public Plan planStop(Duration grace) {
    return bound(() -> RunPlanner.stop(instance, grace));
  }

  /**
   * Plans to record what the databases hold now, also if that is less than before: after a change
   * on purpose. Installing and stopping record it by themselves.
   */
  public Plan planRecord() {
    return bound(() -> RunPlanner.record(instance));
  }

  /**
   * {@inheritDoc}
   *
   * <p>Containers, networks and volumes go in any case, the certificate with them. Without {@code
   * data}, the data folders, {@code .env} and the record of the databases stay.
   */
  @Override
  public Plan planDestroy(String typedName, boolean data) {
    return bound(() -> DestroyPlanner.of(instance, typedName, data));
  }

  /** Plans an upgrade with the defaults of {@link UpgradeOptions}. */
  public Plan planUpgrade(ChtVersion version) {
    return planUpgrade(version, UpgradeOptions.defaults());
  }

  /**
   * Plans the way to another version, and back by itself if that fails; nothing to do if it runs.
   *
   * @throws io.github.chthosting.plan.PlanRefusedException with every reason at once
   */
  public Plan planUpgrade(ChtVersion version, UpgradeOptions options) {
    return bound(() -> UpgradePlanner.of(instance.platform(), instance, version, options));
  }

  /** Plans the way back to the version before the last upgrade, whose files were kept. */
  public Plan planUpgradeBack() {
    return bound(() -> UpgradePlanner.back(instance.platform(), instance));
  }

  /** Plans a newer upgrade service, from its own release. */
  public Plan planUpgradeService(UpgradeOptions options) {
    return bound(() -> UpgradeServicePlanner.of(instance.platform(), instance, options));
  }

  /**
   * Plans three CouchDB nodes out of one, on the same data, with the way back.
   *
   * @throws io.github.chthosting.plan.PlanRefusedException with every reason at once
   */
  public Plan planToCluster(MoveOptions options) {
    return bound(() -> TopologyPlanner.toCluster(instance.platform(), instance, options));
  }

  /**
   * Plans one CouchDB node out of three, on the data of the first, with the way back.
   *
   * @throws io.github.chthosting.plan.PlanRefusedException with every reason at once
   */
  public Plan planToSingle(MoveOptions options) {
    return bound(() -> TopologyPlanner.toSingle(instance.platform(), instance, options));
  }

  private Plan bound(Supplier<Plan> planning) {
    return platform().bound(planning);
  }

  /** Returns its certificate: what is served, checks, and plans for another one. */
  public Certificates certificates() {
    return Certificates.of(this);
  }

  /** Returns the administrator's password: checks, and plans to change it everywhere. */
  public Passwords passwords() {
    return Passwords.of(this);
  }

  /** Returns what tells whether it comes back by itself after a power failure. */
  public PowerFailure powerFailure() {
    return PowerFailure.of(this);
  }

  /**
   * {@inheritDoc}
   *
   * <p>Without {@code following}, the lines of all services are in the order of their time.
   */
  @Override
  public LogFeed logs(LogQuery query) {
    return instance.logs(query);
  }

  /**
   * Runs a command in a service's container, without a shell.
   *
   * @param arguments each as the command gets it; no secrets
   * @throws io.github.chthosting.compose.engine.DockerException if it ends with another code than 0
   * @throws HostingException if there is no such container
   */
  public DockerAnswer exec(String service, String... arguments) {
    return instance.exec(service, arguments);
  }

  /** Returns what each running container uses, measured for a second or two, in one command. */
  public List<ResourceUse> resourceUse() {
    return instance.resourceUse();
  }

  /** {@inheritDoc} About settings, restart policies, services, the record of databases. */
  @Override
  public List<Finding> findings() {
    return new Adoption(instance).findings();
  }

  /**
   * Plans the little that an installation made by hand lacks: settings that nobody else may read,
   * and a record of its databases. No container is touched.
   */
  public Plan planAdopt() {
    return bound(() -> new Adoption(instance).plan());
  }

  /**
   * Returns what this installation is, as a deployment: planning to install it shows nothing to do,
   * or what an installation by this library would have otherwise.
   *
   * @throws io.github.chthosting.platform.InvalidDeploymentException if it cannot be one
   * @throws HostingException if its version is not known
   */
  public ComposeDeployment deployment() {
    return instance.deployment();
  }

  /** Returns {@code cht 5.0.2 in /home/me/cht}. */
  @Override
  public String toString() {
    return instance.toString();
  }
}
