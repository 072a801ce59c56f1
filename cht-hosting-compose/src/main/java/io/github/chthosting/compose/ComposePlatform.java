package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.Operation;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.LegacyInstance;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.TenantProxy;
import io.github.chthosting.compose.deployment.TenantSize;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.internal.host.HostCheck;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.install.InstallPlanner;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.steps.ComposeSteps;
import io.github.chthosting.compose.release.ReleaseNotFoundException;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.StepHandlers;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.HostingPlatform;
import io.github.chthosting.platform.PlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The CHTs on one Docker engine. Thread-safe; holds nothing open.
 *
 * <pre>{@code
 * ComposePlatform platform = ComposePlatform.builder(DockerCli.builder().build()).build();
 * platform.instances().forEach(each -> System.out.println(each.name() + " " + each.status()));
 * }</pre>
 */
public final class ComposePlatform implements HostingPlatform {
  private final Engine engine;

  ComposePlatform(Engine engine) {
    this.engine = engine;
  }

  /**
   * Returns a builder of a platform on the engine that {@code docker} talks to, with files from the
   * CHT's builds server.
   */
  public static Builder builder(DockerCli docker) {
    return new Builder(docker);
  }

  Engine engine() {
    return engine;
  }

  /** Returns the engine's command. */
  public DockerCli docker() {
    return engine.docker();
  }

  /**
   * {@inheritDoc}
   *
   * <p>Found by their containers, which may be stopped, in two commands. One whose containers are
   * gone is found by its folder: {@link #installation}.
   */
  @Override
  public List<ComposeInstance> instances() {
    return engine.instances().stream().map(ComposeInstance::new).toList();
  }

  @Override
  public Optional<ComposeInstance> instance(String name) {
    return engine.instance(name).map(ComposeInstance::new);
  }

  /**
   * Returns the installation in a folder, whether it has containers or not, made by this library or
   * by hand: in the layout of the CHT's Docker guide, of its guide for app developers, or of its
   * docker helper.
   *
   * @return empty if there is none
   */
  public Optional<ComposeInstance> installation(Path folder) {
    return engine.installation(folder).map(ComposeInstance::new);
  }

  /** Returns what speaks for and against this host for a deployment. Changes nothing. */
  public List<Finding> check(ComposeDeployment deployment) {
    return HostCheck.of(HostFacts.observe(engine.docker(), deployment), deployment);
  }

  /**
   * {@inheritDoc}
   *
   * <p>In the CHT's {@link StartedBy#STANDARD} mode. See {@link #planInstall(ComposeDeployment,
   * InstallOptions)}.
   */
  @Override
  public Plan planInstall(Deployment deployment) {
    if (deployment instanceof ComposeDeployment wanted) {
      return planInstall(wanted, InstallOptions.standard());
    }
    throw new PlanRefusedException(
        "install " + deployment.name(),
        List.of(
            "Docker Compose needs a ComposeDeployment, not a " + deployment.getClass().getName()));
  }

  /**
   * Plans an installation or a change of one: a diff of files, settings, images and containers in
   * the notes of the plan, and the steps to get there; nothing to do if all is as wanted. The host
   * is checked before anything starts. An installation that was made by hand keeps its layout and
   * what means the same. No secret is in the plan: they are made when it is carried out.
   *
   * @throws PlanRefusedException if the engine is on another host, or with every reason at once:
   *     the host is not fit, a port, name, network or data folder is another's, what runs is
   *     another version or topology
   */
  public Plan planInstall(ComposeDeployment deployment, InstallOptions options) {
    return bound(() -> InstallPlanner.of(engine, deployment, options));
  }

  /**
   * {@inheritDoc}
   *
   * <p>With options, and back again: {@link ComposeInstance#planUpgrade} and {@link
   * ComposeInstance#planUpgradeBack}.
   */
  @Override
  public Plan planUpgrade(String name, ChtVersion version) {
    return instance(name)
        .orElseThrow(
            () ->
                new PlanRefusedException(
                    "upgrade " + name, List.of("there is no CHT of that name on this engine")))
        .planUpgrade(version);
  }

  /**
   * Plans the start of an instance whose files {@link FileBackups#planRestore} put into a folder of
   * this host.
   *
   * @see HostMove#start
   */
  public Plan planStartRestored(ComposeInstance restored) {
    return HostMove.start(this, restored);
  }

  /**
   * Plans the move of a CHT 3.x to this one.
   *
   * @see LegacyMove#plan
   */
  public Plan planFromLegacy(LegacyInstance source, ComposeDeployment target) {
    return LegacyMove.plan(this, source, target);
  }

  /** Returns the projects of app developers in a folder, which need not be there yet. */
  public DeveloperProjects developerProjects(Path folder) {
    return DeveloperProjects.in(this, folder);
  }

  /** Returns the tenants in a folder, which need not be there yet. See {@link Tenants#in}. */
  public Tenants tenants(Path folder, TenantProxy proxy, TenantSize size) {
    return Tenants.in(this, folder, proxy, size);
  }

  /** Returns the CHT Watchdog in a folder. See {@link Watchdog#in}. */
  public Watchdog watchdog(Path folder) {
    return Watchdog.in(this, folder);
  }

  /** Tells whoever reads that an engine or a server failed what became of the CHT: nothing. */
  Plan bound(Supplier<Plan> planning) {
    try {
      return planning.get().carriedOutBy(handlers());
    } catch (PlatformException
        | UnreachableException
        | TimedOutException
        | VerificationFailedException
        | ReleaseNotFoundException e) {
      if (e.aftermath().isEmpty()) {
        e.addAftermath("Nothing was changed.");
      }
      throw e;
    }
  }

  /**
   * Returns what carries out the plans of this platform: for a plan that was put together by hand.
   *
   * @see Plan#carriedOutBy
   */
  public StepHandlers handlers() {
    return ComposeSteps.of(engine);
  }

  @Override
  public Operation<Integer> resume(Journal journal) {
    return journal.resume(handlers());
  }

  @Override
  public Operation<Boolean> rollBack(Journal journal) {
    return journal.rollBack(handlers());
  }

  /** Collects the settings of a platform. Not thread-safe. */
  public static final class Builder {
    private final DockerCli docker;
    private ReleaseSource releases = ReleaseSource.buildsServer(ReleaseSource.BUILDS_SERVER);
    private Duration patience = Duration.ofMinutes(10);

    private Builder(DockerCli docker) {
      this.docker = docker;
    }

    /** Sets where the CHT's own files come from. Default: its builds server, nothing kept. */
    public Builder releases(ReleaseSource source) {
      releases = source;
      return this;
    }

    /** Sets how long services may take until they are up. Default 10 minutes. */
    public Builder patience(Duration limit) {
      patience = limit;
      return this;
    }

    /** Returns the platform. Asks nobody. */
    public ComposePlatform build() {
      return new ComposePlatform(new Engine(docker, releases, patience));
    }
  }
}
