package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Keeps the files that are in use, and the ids of their images.
 *
 * @param layout of the installation
 * @param name that it is kept under
 * @param version that runs
 */
@StepName("keep-version")
public record KeepVersion(Layout layout, String name, String version) implements Step {
  @Override
  public String describe() {
    return "keep the files and images of %s as %s".formatted(version, name);
  }
}
