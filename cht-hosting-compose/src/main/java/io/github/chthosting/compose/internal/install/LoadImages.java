package io.github.chthosting.compose.internal.install;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/** Loads images from a file of {@code docker save}. */
@StepName("load-images")
public record LoadImages(Path archive) implements Step {
  @Override
  public String describe() {
    return "load images from " + archive;
  }
}
