package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import java.util.Optional;

/**
 * A restore or a rebuild that has begun to fill a database and is at work still, or was cut. Until
 * it is done the database holds a mark, a {@code _local} document, by which backups, replications,
 * comparisons, other restores and plans see that it is not whole.
 *
 * @param database that is filled
 * @param work such as {@code restore of medic from /backups/monday}
 * @param process that did it, with its host
 * @param since when it began
 */
public record UnfinishedWork(String database, String work, String process, String since) {

  /** Returns the work that is not done in a database; empty if it is whole. */
  public static Optional<UnfinishedWork> in(Database database) {
    return WorkMark.in(Wire.of(database), database.name())
        .map(
            mark -> new UnfinishedWork(database.name(), mark.work(), mark.process(), mark.since()));
  }

  /**
   * Takes a database as it is: removes the mark, so that it counts as whole. Do so only if what is
   * missing is not needed; else run the work again. Returns whether there was a mark.
   */
  public static boolean forget(Database database) {
    Wire wire = Wire.of(database);
    Optional<WorkMark> mark = WorkMark.in(wire, database.name());
    return mark.isPresent() && mark.get().remove(wire, database.name());
  }
}
