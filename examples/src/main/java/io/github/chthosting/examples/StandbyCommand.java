package io.github.chthosting.examples;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.replication.Replicator;
import io.github.chthosting.couchdb.replication.Standby;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.UnfinishedPlan;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Keeps a second site in step, and lets it take over. */
@Command(
    name = "standby",
    mixinStandardHelpOptions = true,
    description = "keeps a second server in step with a first, and lets it take over",
    footer =
        "--url is the primary, --to-url the standby, which runs the jobs and pulls. Without an action it shows what would be done.")
final class StandbyCommand implements Runnable {
  @Mixin private final ServerOption primary = new ServerOption();
  @Mixin private final TargetOption standby = new TargetOption();

  @Option(
      names = "--db",
      description = "only this database; repeatable. Default all but _…, and _users")
  private List<String> databases = List.of();

  @Option(
      names = "-q",
      defaultValue = "12",
      description = "ranges of new copies; default ${DEFAULT-VALUE}")
  private int q;

  @Option(
      names = "-n",
      defaultValue = "1",
      description = "copies of each range; default ${DEFAULT-VALUE}")
  private int n;

  @Option(
      names = "--primary-at",
      description = "the primary as the standby reaches it; default --url")
  private Optional<URI> primaryAt = Optional.empty();

  @Option(
      names = "--standby-at",
      description = "the standby as it reaches itself; default --to-url")
  private Optional<URI> standbyAt = Optional.empty();

  @Option(
      names = "--journal",
      defaultValue = "standby",
      description = "folder to resume from after a crash; default ${DEFAULT-VALUE}")
  private Path journal = Path.of("standby");

  @Option(
      names = "--every",
      defaultValue = "10",
      description = "seconds between two looks; default ${DEFAULT-VALUE}")
  private int every;

  @ArgGroup private Action action = new Action();

  /** One of these. */
  static final class Action {
    @Option(names = "--sync", description = "give each database its job, once")
    private boolean sync;

    @Option(names = "--follow", description = "go on doing so, and report, until ended")
    private boolean follow;

    @Option(names = "--switch", description = "planned: compare all, then let the standby go")
    private boolean switchOver;

    @Option(names = "--failover", description = "unplanned: the primary is lost")
    private boolean failover;
  }

  @Override
  public void run() {
    Address there = standby.require();
    try (CouchDb from = primary.require();
        CouchDb to = there.connect();
        Journal steps = Journal.in(journal)) {
      Standby pair = build(from, to, there);
      if (action.follow) {
        pair.follow(steps, Duration.ofSeconds(every), System.out::println)
            .onProgress(
                progress -> {
                  if (progress.phase().startsWith("looking again")) {
                    System.err.println(progress.phase());
                  }
                })
            .await();
      } else if (action.sync || action.switchOver || action.failover) {
        change(pair, steps);
      } else {
        System.out.println(pair.planSync());
        System.out.println(pair.report());
      }
    }
  }

  private Standby build(CouchDb from, CouchDb to, Address there) {
    return Standby.builder(Replicator.of(to), from, to)
        .primaryAt(primaryAt.orElseGet(primary::uri), primary.credentials())
        .standbyAt(standbyAt.orElseGet(there::uri), there.credentials())
        .databases(
            name ->
                databases.isEmpty()
                    ? !name.startsWith("_") || name.equals("_users")
                    : databases.contains(name))
        .created(DatabaseOptions.defaults().q(q).n(n))
        .build();
  }

  private void change(Standby pair, Journal steps) {
    Optional<UnfinishedPlan> cut = steps.unfinished();
    if (cut.isPresent()) {
      System.out.println("going on with what was not finished:\n" + cut.get());
      shown(pair.resume(steps)).await();
    } else {
      Plan plan = plan(pair);
      System.out.println(plan);
      shown(plan.apply(steps)).await();
    }
    System.out.println("done");
  }

  private static Operation<Integer> shown(Operation<Integer> operation) {
    return operation.onProgress(progress -> System.out.println("  " + progress.phase()));
  }

  private Plan plan(Standby pair) {
    if (action.switchOver) {
      return pair.planSwitch();
    }
    return action.failover ? pair.planFailover() : pair.planSync();
  }
}
