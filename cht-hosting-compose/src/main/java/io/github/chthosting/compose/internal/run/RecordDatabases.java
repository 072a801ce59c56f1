package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Records what the databases hold.
 *
 * @param layout of the installation
 * @param accept whether it is recorded even if it is less than before
 */
@StepName("record-databases")
public record RecordDatabases(Layout layout, boolean accept) implements Step {
  @Override
  public String describe() {
    return "record what the databases of %s hold%s"
        .formatted(layout.project(), accept ? ", even if it is less than before" : "");
  }
}
