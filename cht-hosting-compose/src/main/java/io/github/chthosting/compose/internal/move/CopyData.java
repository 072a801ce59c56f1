package io.github.chthosting.compose.internal.move;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Copies the data of a CHT 3.x, which is only read. */
@StepName("copy-data")
public record CopyData(String container, Path from, Path to) implements Step {
  @Override
  public String describe() {
    return "copy the data of %s from %s to %s".formatted(container, from, to);
  }
}
