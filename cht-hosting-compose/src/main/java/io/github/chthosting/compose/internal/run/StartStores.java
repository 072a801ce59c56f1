package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Starts CouchDB and its search index, and nothing that writes to them.
 *
 * @param layout of the installation
 * @param recreate whether containers are created again where their files have changed
 */
@StepName("start-stores")
public record StartStores(Layout layout, boolean recreate) implements Step {
  @Override
  public String describe() {
    return "start CouchDB of %s%s"
        .formatted(layout.project(), recreate ? ", from its files as they are now" : "");
  }
}
