package io.github.chthosting.couchdb.verification;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.operation.Operations;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * Compares a target with its source, database by database and range by range: leaf revisions,
 * deletions and conflicts, {@code _security}, limits, {@code _local} documents, and on request all
 * contents with histories and attachments' digests. It changes nothing. Not thread-safe; {@link
 * #start} may be called again.
 *
 * <pre>{@code
 * VerificationReport report = Verification.between(old, fresh).start().await();
 * System.out.println(report);
 * report.requireSame();
 * }</pre>
 *
 * <p>One pass over {@code _changes} of each side, without documents and both at a time, sums up the
 * leaves of each shard range of the source (128 bits, in any order). Only in ranges whose sums
 * differ a second pass with {@code _revs_diff} in both directions names the revisions. A revision
 * is taken to be what its name says, as CouchDB itself does; {@link #contents()} does not rely on
 * that, and reads every leaf of both sides. Memory does not grow with the databases, but for about
 * 200 bytes a {@code _local} document.
 *
 * <p>Stop all writers first, or differences are shown that are none.
 */
public final class Verification {
  /**
   * Databases that no copy of a server has in common with it: queues, and the jobs of this very
   * server.
   */
  private static final Set<String> OF_THE_SERVER = Set.of("_global_changes", "_replicator");

  private final Scope scope;
  private Predicate<String> chosen = name -> !OF_THE_SERVER.contains(name);
  private UnaryOperator<String> names = UnaryOperator.identity();
  private boolean contents;
  private Optional<Path> file = Optional.empty();

  /** The two things compared: servers, or one database each. */
  private interface Scope {
    VerificationRun run(VerificationRun.Settings settings);
  }

  private Verification(Scope scope) {
    this.scope = scope;
  }

  /**
   * Compares all databases of a server, {@code _users} included, with those of the same name on
   * another.
   */
  public static Verification between(CouchDb source, CouchDb target) {
    return new Verification(settings -> VerificationRun.ofServers(source, target, settings));
  }

  /** Compares one database with another, which may have another name. */
  public static Verification between(Database source, Database target) {
    return new Verification(settings -> VerificationRun.ofDatabases(source, target, settings));
  }

  /**
   * A server with what was written down of it, or of another, earlier. Says which ranges differ,
   * but not which revisions.
   */
  public static Verification since(Baseline baseline, CouchDb now) {
    return new Verification(settings -> VerificationRun.ofBaseline(baseline, now, settings));
  }

  /** Chooses only these databases of the source. One that it has not fails the verification. */
  public Verification databases(String... only) {
    List<String> wanted = List.of(only);
    return databases(wanted::contains);
  }

  /**
   * Chooses only these databases of the source. Default all but {@code _replicator},
   * _global_changes.
   */
  public Verification databases(Predicate<String> only) {
    chosen = only;
    return this;
  }

  /** Sets the names that databases of the source have on the target. Default the same. */
  public Verification named(UnaryOperator<String> targetNames) {
    names = targetNames;
    return this;
  }

  /**
   * Compares also what each leaf says, its history and its attachments' digests. Reads both sides
   * whole: as long as a backup of each. Not with a {@link Baseline}, which has no contents.
   */
  public Verification contents() {
    contents = true;
    return this;
  }

  /**
   * Keeps the report in this file after each database. A database that was found the same in an
   * earlier run, with neither side changed since, is not read again (its settings and {@code
   * _local} documents are). So a run that was killed goes on, and a repeated one is cheap.
   */
  public Verification resuming(Path report) {
    file = Optional.of(report);
    return this;
  }

  /**
   * Starts it. Awaiting it returns a report that may say that sides differ, and throws what {@link
   * CouchDb} names where a side cannot be read.
   */
  public Operation<VerificationReport> start() {
    VerificationRun run = scope.run(new VerificationRun.Settings(chosen, names, contents, file));
    return Operations.start("verification", run::run);
  }
}
