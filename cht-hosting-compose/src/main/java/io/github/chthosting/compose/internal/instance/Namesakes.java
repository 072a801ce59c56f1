package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.RealPath;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A copy of an installation says the same project as the one that runs, and Compose would take the
 * containers of the one for those of the other.
 */
public final class Namesakes {
  private Namesakes() {}

  public static void refuse(String operation, Layout layout, List<Container> containers) {
    Installations.home(containers, layout.project())
        .filter(home -> !RealPath.of(home).equals(RealPath.of(layout.folder())))
        .ifPresent(home -> refuse(operation, layout, home));
  }

  private static void refuse(String operation, Layout layout, Path home) {
    String reason =
        "project %s runs in %s, and %s says the same name: what is done here would be done to the one that runs. Give this one another name in %s"
            .formatted(layout.project(), home, layout.folder(), layout.environment());
    throw new PlanRefusedException(operation, List.of(reason));
  }

  /** Projects that have the same folder; their containers need its files. */
  public static Optional<String> inFolder(Layout layout, List<Instance> all) {
    Path folder = RealPath.of(layout.folder());
    return all.stream()
        .filter(each -> !each.name().equals(layout.project()))
        .filter(each -> RealPath.of(each.layout().folder()).equals(folder))
        .map(Instance::name)
        .findFirst();
  }
}
