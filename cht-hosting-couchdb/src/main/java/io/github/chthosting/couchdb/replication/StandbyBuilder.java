package io.github.chthosting.couchdb.replication;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.plan.StepHandlers;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Settings of a standby. */
final class StandbyBuilder implements Standby.Builder {
  /** An address without a database, and who we are there. */
  private record Side(URI url, Credentials credentials) {
    Endpoint database(String name) {
      String base = url.toString();
      String encoded = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
      String slash = base.endsWith("/") ? "" : "/";
      return Endpoint.of(URI.create(base + slash + encoded)).credentials(credentials);
    }
  }

  final Replicator replicator;
  final CouchDb primary;
  final CouchDb standby;
  Predicate<String> chosen = name -> !name.startsWith("_");
  UnaryOperator<String> names = UnaryOperator.identity();
  DatabaseOptions options = DatabaseOptions.defaults();
  Duration patience = Duration.ofMinutes(10);
  private Optional<Side> primaryAt = Optional.empty();
  private Optional<Side> standbyAt = Optional.empty();

  StandbyBuilder(Replicator replicator, CouchDb primary, CouchDb standby) {
    this.replicator = replicator;
    this.primary = primary;
    this.standby = standby;
  }

  @Override
  public Standby.Builder primaryAt(URI url, Credentials credentials) {
    primaryAt = Optional.of(new Side(url, credentials));
    return this;
  }

  @Override
  public Standby.Builder standbyAt(URI url, Credentials credentials) {
    standbyAt = Optional.of(new Side(url, credentials));
    return this;
  }

  @Override
  public Standby.Builder databases(Predicate<String> databases) {
    chosen = databases;
    return this;
  }

  @Override
  public Standby.Builder named(UnaryOperator<String> standbyNames) {
    names = standbyNames;
    return this;
  }

  @Override
  public Standby.Builder created(DatabaseOptions how) {
    options = how;
    return this;
  }

  @Override
  public Standby.Builder patience(Duration limit) {
    patience = limit;
    return this;
  }

  /** Returns the job for a database of the primary. */
  Replication replication(String database) {
    Side from = primaryAt.orElseThrow(StandbyBuilder::unsaid);
    Side to = standbyAt.orElseThrow(StandbyBuilder::unsaid);
    return Replication.builder(from.database(database), to.database(names.apply(database)))
        .continuous()
        .build();
  }

  private static IllegalArgumentException unsaid() {
    return new IllegalArgumentException(
        "set the addresses at which the replicator reaches both sides: primaryAt(…) and standbyAt(…)");
  }

  Database source(String database) {
    return primary.database(database);
  }

  Database target(String database) {
    return standby.database(names.apply(database));
  }

  Optional<ReplicationJob> job(String database) {
    return replicator.find(JobStandby.PREFIX + database);
  }

  void startJob(String database) {
    List.of(source(database), target(database))
        .forEach(
            side -> WorkMark.requireNone(Wire.of(side), side.name(), "standby of " + database));
    target(database).createIfAbsent(options);
    replicator.start(JobStandby.PREFIX + database, replication(database));
  }

  void cancelJob(String database) {
    job(database).ifPresent(ReplicationJob::cancel);
  }

  StepHandlers steps() {
    return StepHandlers.builder()
        .add(StartJob.class, new StartJob.Handler(this))
        .add(CancelJob.class, new CancelJob.Handler(this))
        .add(AwaitCaughtUp.class, new AwaitCaughtUp.Handler(this))
        .add(CopyUncarried.class, new CopyUncarried.Handler(this))
        .add(CompareCopies.class, new CompareCopies.Handler(this))
        .add(CompareSides.class, new CompareSides.Handler(this))
        .build();
  }

  @Override
  public Standby build() {
    if (primaryAt.isEmpty() || standbyAt.isEmpty()) {
      throw unsaid();
    }
    return new JobStandby(this);
  }
}
