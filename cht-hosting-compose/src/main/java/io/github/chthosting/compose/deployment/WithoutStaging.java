package io.github.chthosting.compose.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.plan.PlannedStep;
import java.util.List;

/** Leaves it to api: {@code services/setup/check-install.js} of medic/cht-core. */
enum WithoutStaging implements Staging {
  INSTANCE;

  @Override
  public List<PlannedStep> steps(Layout layout, ChtVersion from, ChtVersion to) {
    return List.of();
  }

  @Override
  public List<String> notes(ChtVersion from, ChtVersion to) {
    return List.of(
        "the CHT is down while its services are replaced, and until api has indexed the views that"
            + " "
            + to
            + " changes: as long as CouchDB indexes, this waits");
  }
}
