package io.github.chthosting.compose.internal.destroy;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.util.List;

/**
 * Removes the volumes of an installation, but none that has CouchDB's data.
 *
 * @param layout of the installation
 * @param certbot the project of its certbot; empty if it has none
 * @param kept volumes that had CouchDB's data when this was planned
 */
@StepName("remove-volumes")
public record RemoveVolumes(Layout layout, String certbot, List<String> kept) implements Step {
  public RemoveVolumes {
    kept = List.copyOf(kept);
  }

  @Override
  public String describe() {
    return "remove the volumes of " + layout.project() + ", but none that has CouchDB's data";
  }
}
