package io.github.chthosting.compose;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.platform.HostingPlatform;
import io.github.chthosting.platform.StepRunner;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

  ComposePlatform(DockerCli docker, ReleaseSource releases) {
    this.docker = docker;
    this.releases = releases;
  }

  /** The engine that {@code docker} talks to, and the CHT's builds server. */
  public static Builder builder(DockerCli docker) {
    return new Builder(docker);
  }

  public DockerCli docker() {
    return docker;
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
    return Installations.of(docker, Projects.details(docker));
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
        .or(() -> Installations.in(docker, absolute));
  }

  /** The instance with this layout, as it is now: for steps that are carried out. */
  public ComposeInstance instance(Layout layout) {
    return Installations.of(docker, Projects.details(docker), layout);
  }

  @Override
  public StepRunner changes() {
    return ComposeChanges.of(this);
  }

  /** Settings of a platform. Not thread-safe. */
  public static final class Builder {
    private final DockerCli docker;
    private ReleaseSource releases = ReleaseSource.buildsServer(ReleaseSource.BUILDS_SERVER);

    private Builder(DockerCli docker) {
      this.docker = docker;
    }

    /** Where the CHT's own files come from. Default: its builds server, nothing kept. */
    public Builder releases(ReleaseSource source) {
      releases = source;
      return this;
    }

    public ComposePlatform build() {
      return new ComposePlatform(docker, releases);
    }
  }
}
