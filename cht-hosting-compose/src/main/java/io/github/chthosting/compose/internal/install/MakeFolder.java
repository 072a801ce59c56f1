package io.github.chthosting.compose.internal.install;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Makes a folder, and those above it. */
@StepName("make-folder")
public record MakeFolder(Path path) implements Step {
  @Override
  public String describe() {
    return "make the folder " + path;
  }
}
