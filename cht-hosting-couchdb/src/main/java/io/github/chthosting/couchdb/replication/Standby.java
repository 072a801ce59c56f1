package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Credentials;
import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.StepHandlers;
import java.net.URI;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A second site kept in step with a first, a continuous job of CouchDB's own for each database.
 * Every change of roles is a plan that is seen before it is applied, with a journal, so that a
 * killed process goes on. Thread-safe.
 *
 * <p>The jobs should run on the standby, which pulls: they are then still known when the first site
 * is gone.
 */
public interface Standby {

  /**
   * A standby of {@code primary}.
   *
   * @param replicator whose jobs carry the changes, best the standby's
   */
  static Builder builder(Replicator replicator, CouchDb primary, CouchDb standby) {
    return new StandbyBuilder(replicator, primary, standby);
  }

  /**
   * Returns what is to be done so that each database of the primary has its job: nothing, most of
   * the time. Ask again now and then, as databases appear. Jobs of databases that are gone from the
   * primary are cancelled; what they carried stays.
   */
  Plan planSync();

  /**
   * Returns a switch with nothing lost: each database is waited for, compared leaf by leaf, given
   * what replication does not carry, and let go. Stop all writers of the primary before it is
   * applied.
   *
   * @throws io.github.chthosting.plan.PlanRefusedException if a database of the primary has no job,
   *     or a job no database: {@link #planSync} comes first
   */
  Plan planSwitch();

  /**
   * The standby takes over now, as the primary is lost: the jobs end, so that a primary that comes
   * back does not write into the standby behind its users' back. The notes say what may be missing.
   *
   * <p>Before the first job ends, all copies of each range of the standby's databases are compared,
   * those on nodes that are away apart, as long as most could be read: users would meet an emptied
   * copy as readily as a full one. Copies that differ are a {@link
   * io.github.chthosting.couchdb.shards.DegradedDatabaseException}; resume the plan once they are
   * synchronised.
   */
  Plan planFailover();

  /**
   * Goes on with one of these plans that was cut; returns 0 at once if there is none.
   *
   * @return the number of steps done now
   * @throws io.github.chthosting.plan.PlanRefusedException if the journal holds a plan of something
   *     else
   */
  Operation<Integer> resume(Journal journal);

  /**
   * Takes back the step that was cut, and gives its plan up.
   *
   * @return whether there was something to give up
   * @throws io.github.chthosting.plan.PlanRefusedException if the journal holds a plan of something
   *     else
   */
  Operation<Boolean> rollBack(Journal journal);

  /** Returns all steps of these plans with what carries them out, for plans that contain them. */
  StepHandlers steps();

  /**
   * Keeps the standby in step until it is cancelled: again and again what {@link #planSync} says is
   * done, and a report is given. Cancelling it, or killing the process, leaves the jobs running. A
   * site that does not answer is tried again; what else fails is logged and tried again too.
   *
   * @param journal for its plans
   * @param every between two looks
   * @param listener gets each report, on the operation's thread
   */
  Operation<Void> follow(Journal journal, Duration every, Consumer<StandbyReport> listener);

  /**
   * Reports how far the standby is, and whether its own copies have the same documents by their
   * counts. Ask every 5 to 60 s: lag in time needs more than one look.
   */
  StandbyReport report();

  /** Settings. Not thread-safe. */
  interface Builder {
    /** The primary as the replicator's server reaches it, and as whom. */
    Builder primaryAt(URI url, Credentials credentials);

    /** The standby as the replicator's server reaches it, and as whom. */
    Builder standbyAt(URI url, Credentials credentials);

    /**
     * Chooses the databases. Default all but those that begin with {@code _}; name {@code _users}
     * too.
     */
    Builder databases(Predicate<String> chosen);

    /** Sets the names of databases on the standby. Default the same. */
    Builder named(UnaryOperator<String> names);

    /** Sets how databases are created on the standby. Default as the server does. */
    Builder created(DatabaseOptions options);

    /** Sets how long a switch waits for one database. Default 10 minutes. */
    Builder patience(Duration limit);

    /**
     * Builds it.
     *
     * @throws IllegalArgumentException if either side's address is not said
     */
    Standby build();
  }
}
