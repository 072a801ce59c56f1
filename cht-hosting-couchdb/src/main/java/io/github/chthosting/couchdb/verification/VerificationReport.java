package io.github.chthosting.couchdb.verification;

import io.github.chthosting.VerificationFailedException;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * The result of a verification. {@code toString} is a table.
 *
 * @param databases of the source that were to be compared, by name
 * @param extra databases that only the target has; none of the source's, so no difference
 * @param elapsed how long it took
 */
public record VerificationReport(
    List<DatabaseReport> databases, List<String> extra, Duration elapsed) {
  public VerificationReport {
    databases = List.copyOf(databases);
    extra = List.copyOf(extra);
  }

  /** Returns whether all databases of the source are on the target and the same. */
  public boolean isSame() {
    return databases.stream().allMatch(DatabaseReport::isSame);
  }

  /** Returns the databases that differ. */
  public List<DatabaseReport> differing() {
    return databases.stream().filter(database -> !database.isSame()).toList();
  }

  /**
   * Returns this report if nothing differs.
   *
   * @throws VerificationFailedException naming what differs first
   */
  public VerificationReport requireSame() {
    if (!isSame()) {
      DatabaseReport first = differing().get(0);
      String what = first.mismatches().isEmpty() ? "" : ": " + first.mismatches().get(0);
      throw new VerificationFailedException(
          "verification",
          "%d of %d databases differ; %s in %d places, the first%s. Nothing was changed. If there were writers, stop them and verify again."
              .formatted(
                  differing().size(),
                  databases.size(),
                  first.source(),
                  first.mismatchCount(),
                  what),
          null);
    }
    return this;
  }

  /** Returns a row a database, the ranges that differ, and what differs first. */
  public String table() {
    return ReportText.table(this);
  }

  /** Returns all of it, as JSON; {@link Verification#resuming} reads it again. */
  public ObjectNode json() {
    return ReportJson.write(this);
  }

  @Override
  public String toString() {
    return table();
  }
}
