package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.install.InstallOptions;
import io.github.chthosting.compose.install.InstallPlan;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.compose.upgrade.UpgradeOptions;
import io.github.chthosting.compose.upgrade.UpgradePlan;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.HostingPlatform;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.StepRunner;
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
  private final DockerCli docker;
  private final ReleaseSource releases;
  private final Duration patience;

  ComposePlatform(DockerCli docker, ReleaseSource releases, Duration patience) {
    this.docker = docker;
    this.releases = releases;
    this.patience = patience;
  }

  /** The engine that {@code docker} talks to, and the CHT's builds server. */
  public static Builder builder(DockerCli docker) {
    return new Builder(docker);
  }

  public DockerCli docker() {
    return docker;
  }

  /** How long services may take until they are up. */
  public Duration patience() {
    return patience;
  }

  /** Where the CHT's own files come from. */
  public ReleaseSource releases() {
    return releases;
  }

  /**
   * {@inheritDoc}
   *
   * <p>Found by their containers, which may be stopped, in two commands. One whose containers are
   * gone is found by its folder: {@link #installation}.
   */
  @Override
  public List<ComposeInstance> instances() {
    return instances(Projects.details(docker));
  }

  /** Those among containers that were listed before. */
  public List<ComposeInstance> instances(List<Container> containers) {
    return Installations.of(docker, containers);
  }

  @Override
  public Optional<ComposeInstance> instance(String name) {
    return instances().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * The installation in a folder, whether it has containers or not, made by this library or by
   * hand: in the layout of the CHT's Docker guide, of its guide for app developers, or of its
   * docker helper.
   *
   * @return empty if there is none
   */
  public Optional<ComposeInstance> installation(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    List<ComposeInstance> all = instances();
    return all.stream()
        .filter(each -> each.layout().folder().equals(absolute))
        .findFirst()
        .or(() -> unstarted(absolute));
  }

  /**
   * Those whose folders lie in this one, by name; those without containers, too. One whose files
   * tell nothing is passed over, and logged.
   *
   * @param folder absolute and normal; need not be there
   * @param containers that were listed before
   */
  public List<ComposeInstance> instancesIn(Path folder, List<Container> containers) {
    return Installations.within(docker, containers, folder);
  }

  /** As {@link #installation}, for one that is known to have no containers. */
  public Optional<ComposeInstance> unstarted(Path folder) {
    return Installations.in(docker, folder);
  }

  /** The instance with this layout, as it is now: for steps that are carried out. */
  public ComposeInstance instance(Layout layout) {
    return Installations.of(docker, Projects.details(docker), layout);
  }

  /**
   * For steps that are carried out: Compose knows containers by their project alone.
   *
   * @throws PlanRefusedException if the containers of this project are those of an installation in
   *     another folder
   */
  public void requireOwn(Layout layout) {
    Namesakes.refuse("use " + layout.folder(), layout, Projects.details(docker));
  }

  /**
   * What would be created or changed to have this deployment in the CHT's {@link Mode#STANDARD}
   * mode. See {@link #planInstall(Deployment, InstallOptions)}.
   */
  @Override
  public Plan planInstall(Deployment deployment) {
    return planInstall(deployment, InstallOptions.standard());
  }

  /**
   * What would be created or changed: a diff of files, settings, images and containers in the notes
   * of the plan, and the steps to get there; nothing to do if all is as wanted. The host is checked
   * before anything starts. An installation that was made by hand keeps its layout and what means
   * the same. No secret is in the plan: they are made when it is carried out.
   *
   * @throws io.github.chthosting.platform.PlanRefusedException if the engine is on another host, or
   *     with every reason at once: the host is not fit, a port, name, network or data folder is
   *     another's, what runs is another version or topology
   */
  public Plan planInstall(Deployment deployment, InstallOptions options) {
    return planned(() -> InstallPlan.of(this, deployment, options));
  }

  /**
   * {@inheritDoc}
   *
   * <p>With options, and back again: {@link UpgradePlan}.
   */
  @Override
  public Plan planUpgrade(String name, ChtVersion version) {
    ComposeInstance instance =
        instance(name)
            .orElseThrow(
                () ->
                    new PlanRefusedException(
                        "upgrade " + name, List.of("there is no CHT of that name on this engine")));
    return planned(() -> UpgradePlan.of(this, instance, version, UpgradeOptions.defaults()));
  }

  /** Who is told that an engine or a server failed should know what became of the CHT. */
  private static Plan planned(Supplier<Plan> planning) {
    try {
      return planning.get();
    } catch (HostingException e) {
      if (!e.getMessage().contains("othing was changed")) {
        e.leaves("Nothing was changed.");
      }
      throw e;
    }
  }

  @Override
  public StepRunner changes() {
    return ComposeChanges.of(this);
  }

  /** Settings of a platform. Not thread-safe. */
  public static final class Builder {
    private final DockerCli docker;
    private ReleaseSource releases = ReleaseSource.buildsServer(ReleaseSource.BUILDS_SERVER);
    private Duration patience = Duration.ofMinutes(10);

    private Builder(DockerCli docker) {
      this.docker = docker;
    }

    /** Where the CHT's own files come from. Default: its builds server, nothing kept. */
    public Builder releases(ReleaseSource source) {
      releases = source;
      return this;
    }

    /** How long services may take until they are up. Default 10 minutes. */
    public Builder patience(Duration limit) {
      patience = limit;
      return this;
    }

    public ComposePlatform build() {
      return new ComposePlatform(docker, releases, patience);
    }
  }
}
