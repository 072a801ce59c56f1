package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;

/**
 * Takes the proxy away.
 *
 * @param folder of the proxy's files
 * @param project of its container
 */
@StepName("end-proxy")
public record EndProxy(Path folder, String project) implements Step {
  @Override
  public String describe() {
    return "remove the proxy " + project;
  }
}
