package io.github.chthosting.compose.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.plan.PlannedStep;
import java.util.List;

/**
 * The work for a new version while the old one still serves, after its images are here and before
 * the services are replaced. The CHT's own API can stage a version, index its views and complete it
 * ({@code /api/v2/upgrade}); that is another implementation of this.
 */
public interface Staging {

  /** Returns the steps; none if the new version is to index when it starts. */
  List<PlannedStep> steps(Layout layout, ChtVersion from, ChtVersion to);

  /** Returns what a person should know before. */
  List<String> notes(ChtVersion from, ChtVersion to);

  /**
   * Returns a staging that does nothing: the new api indexes when it starts, and serves when that
   * is done.
   */
  static Staging none() {
    return WithoutStaging.INSTANCE;
  }
}
