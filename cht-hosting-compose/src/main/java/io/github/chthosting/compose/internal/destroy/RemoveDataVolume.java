package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;

/**
 * Removes a volume with CouchDB's data.
 *
 * @param layout of the installation
 * @param volume of the engine
 */
@StepName("remove-data-volume")
public record RemoveDataVolume(Layout layout, String volume) implements Step {
  @Override
  public String describe() {
    return "remove the volume " + volume + " and the data in it";
  }
}
