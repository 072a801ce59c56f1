package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Docker engine with the CHTs that are found on it, and where the CHT's own files come from.
 * Thread-safe; holds nothing open.
 *
 * @param docker the engine's command
 * @param releases where the CHT's own files come from
 * @param patience time that services may take until they are up
 */
public record Engine(DockerCli docker, ReleaseSource releases, Duration patience) {

  /**
   * Returns every CHT that has containers, which may be stopped; two commands. One whose containers
   * are gone is found by its folder: {@link #installation}.
   */
  public List<Instance> instances() {
    return instances(Projects.details(docker));
  }

  /** The instances among containers that were listed before. */
  public List<Instance> instances(List<Container> containers) {
    return Installations.of(this, containers);
  }

  public Optional<Instance> instance(String name) {
    return instances().stream().filter(each -> each.name().equals(name)).findFirst();
  }

  /**
   * The installation in a folder, whether it has containers or not, made by this library or by
   * hand: in the layout of the CHT's Docker guide, of its guide for app developers, or of its
   * docker helper.
   *
   * @return empty if there is none
   */
  public Optional<Instance> installation(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    List<Instance> all = instances();
    return all.stream()
        .filter(each -> each.layout().folder().equals(absolute))
        .findFirst()
        .or(() -> unstarted(absolute));
  }

  /**
   * The instances whose folders lie in this one, by name; those without containers, too. One whose
   * files tell nothing is passed over, and logged.
   *
   * @param folder absolute and normal; need not be there
   * @param containers that were listed before
   */
  public List<Instance> instancesIn(Path folder, List<Container> containers) {
    return Installations.within(this, containers, folder);
  }

  /**
   * The installation in a folder, like {@link #installation}, where it is known to have no
   * containers.
   */
  public Optional<Instance> unstarted(Path folder) {
    return Installations.in(this, folder);
  }

  /** The instance with this layout, as it is now: for steps that are carried out. */
  public Instance instance(Layout layout) {
    return Installations.of(this, Projects.details(docker), layout);
  }

  /**
   * Refuses an installation whose containers belong to another folder, before a step touches them:
   * Compose knows containers by their project alone.
   *
   * @throws PlanRefusedException if the containers of this project are those of an installation in
   *     another folder
   */
  public void requireOwn(Layout layout) {
    Namesakes.refuse("use " + layout.folder(), layout, Projects.details(docker));
  }
}
