package io.github.chthosting.couchdb.replication;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.shards.DatabaseCopies.Range;
import io.github.chthosting.couchdb.internal.shards.SettledCopies;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.plan.Finding;
import java.util.List;
import java.util.Optional;

/**
 * The copies of a database of the standby, looked at by their counts: a standby is as good as the
 * copies that answer once it has taken over.
 */
final class StandbyCopies {
  private StandbyCopies() {}

  /** Returns what is wrong with them; empty if nothing is, or each range has one copy. */
  static Optional<Finding> look(Database database) {
    String name = database.name();
    try {
      return SettledCopies.of(Wire.of(database), name).flatMap(copies -> judged(name, copies));
    } catch (NotFoundException e) {
      // Its job has not begun; that is told by the job.
      return Optional.empty();
    } catch (HostingException e) {
      return Optional.of(
          ReplicationProblem.COPIES_NOT_READ.finding(
              name,
              "its copies on the standby could not be looked at: " + e.getMessage(),
              "ask as an administrator of the standby, CouchDB 3.0 or later"));
    }
  }

  private static Optional<Finding> judged(String name, SettledCopies copies) {
    List<Range> behind = copies.behind();
    if (!behind.isEmpty()) {
      return Optional.of(
          ReplicationProblem.COPIES_DIFFER.finding(
              name,
              "copies on the standby do not have the same: " + text(behind),
              "let them be synchronised (POST /%s/_sync_shards) before it takes over"
                  .formatted(name)));
    }
    List<Range> away =
        copies.last().ranges().stream().filter(range -> !range.isInService()).toList();
    return away.isEmpty()
        ? Optional.empty()
        : Optional.of(
            ReplicationProblem.COPIES_AWAY.finding(
                name,
                "copies on the standby are not in service: " + text(away),
                "start the nodes that are away, and end maintenance modes"));
  }

  private static String text(List<Range> ranges) {
    return String.join(" | ", ranges.stream().map(Range::toString).toList());
  }
}
