package io.github.chthosting.compose.internal.files;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.util.List;

/**
 * Compares the nodes that the maps of a copy name with those that there will be.
 *
 * @param name of the copy
 * @param scratch where it was restored
 * @param nodes that there will be
 */
@StepName("check-nodes")
public record CheckNodes(String name, Path scratch, List<String> nodes) implements Step {
  public CheckNodes {
    nodes = List.copyOf(nodes);
  }

  @Override
  public String describe() {
    return "require that the maps of %s name the nodes %s"
        .formatted(name, String.join(", ", nodes));
  }
}
