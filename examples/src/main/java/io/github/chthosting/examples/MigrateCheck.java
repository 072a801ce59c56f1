package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.migration.ClusterWait;
import io.github.chthosting.couchdb.migration.InstanceIdentity;
import io.github.chthosting.couchdb.migration.MigrationCheck;
import io.github.chthosting.couchdb.migration.MigrationReport;
import io.github.chthosting.couchdb.migration.PreIndex;
import io.github.chthosting.couchdb.migration.ReleaseDesigns;
import io.github.chthosting.couchdb.migration.ShardDistribution;
import io.github.chthosting.couchdb.verification.Baseline;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.couchdb.verification.VerificationReport;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a CHT's CouchDB before and after its data is migrated, and prepares it. */
@Command(
    name = "migrate-check",
    mixinStandardHelpOptions = true,
    description = "checks a CHT's CouchDB before and after a migration, and prepares it",
    footer =
        "Exit code 0: nothing prevents going on, and nothing differs. Changes nothing but with --pre-index and --unstage.")
final class MigrateCheck implements Callable<Integer> {
  @Mixin private final ServerOption server = new ServerOption();
  @Mixin private final TargetOption target = new TargetOption();

  @Option(
      names = "--db",
      description = "compare only this database; repeatable. Default all but queues")
  private List<String> databases = List.of();

  @Option(
      names = "--wait",
      description = "first wait, 5 minutes at most, until it has so many nodes")
  private Optional<Integer> nodes = Optional.empty();

  @Option(names = "--baseline", description = "write down what it holds, in this new file")
  private Optional<Path> baseline = Optional.empty();

  @Option(names = "--against", description = "compare it with what was written down in this file")
  private Optional<Path> against = Optional.empty();

  @Option(
      names = "--identity",
      description = "write secret and uuid to this new file, for its owner alone")
  private Optional<Path> identity = Optional.empty();

  @Option(
      names = "--folder",
      description =
          "NODE=DATA_FOLDER; repeatable. Print how to spread the files over these nodes by hand, the first being where they are")
  private Map<String, Path> folders = new LinkedHashMap<>();

  @Option(
      names = "--pre-index",
      description = "build the indexes of this CHT release beside those in use")
  private Optional<String> release = Optional.empty();

  @Option(
      names = "--designs",
      description = "its design documents (medic.json, …) in this folder, instead of --builds")
  private Optional<Path> designs = Optional.empty();

  @Option(
      names = "--builds",
      defaultValue = "https://staging.dev.medicmobile.org/_couch/builds_4",
      description = "builds server and database; default ${DEFAULT-VALUE}")
  private URI builds = URI.create("");

  @Option(names = "--unstage", description = "with --pre-index: take back what it staged")
  private boolean unstage;

  @Option(names = "--json", description = "print the check as JSON")
  private boolean json;

  @Override
  public Integer call() {
    try (CouchDb couch = server.require()) {
      nodes.ifPresent(
          count ->
              System.out.println(
                  ClusterWait.until(couch, count, Duration.ofMinutes(5)).await().members()));
      MigrationReport report = MigrationCheck.of(couch);
      System.out.println(json ? report.json().toPrettyString() : report);
      identity.ifPresent(file -> InstanceIdentity.of(couch).write(file));
      if (!folders.isEmpty()) {
        distribute(couch);
      }
      release.ifPresent(version -> index(couch, version));
      baseline.ifPresent(file -> Baseline.take(couch, this::isChosen).await().write(file));
      return report.isReady() && isSame(couch) ? 0 : 1;
    }
  }

  private boolean isChosen(String name) {
    return databases.isEmpty()
        ? !name.equals("_replicator") && !name.equals("_global_changes")
        : databases.contains(name);
  }

  private boolean isSame(CouchDb couch) {
    boolean same = true;
    if (against.isPresent()) {
      same = shown(Verification.since(Baseline.read(against.get()), couch));
    }
    if (target.address().isPresent()) {
      try (CouchDb other = target.require().connect()) {
        same &= shown(Verification.between(couch, other));
      }
    }
    return same;
  }

  private boolean shown(Verification verification) {
    VerificationReport report = verification.databases(this::isChosen).start().await();
    System.out.println(report);
    return report.isSame();
  }

  private void distribute(CouchDb couch) {
    ShardDistribution distribution =
        ShardDistribution.over(ClusterLayout.of(couch), folders.keySet());
    System.out.println(distribution.json());
    Path from = folders.values().iterator().next();
    distribution.instructions(from, folders).forEach(System.out::println);
  }

  private void index(CouchDb couch, String version) {
    PreIndex index = PreIndex.of(couch, designs(version));
    if (unstage) {
      index.unstage().forEach(id -> System.out.println("removed " + id));
      return;
    }
    index.stage().forEach(id -> System.out.println("staged " + id));
    int built =
        index.build().watching(progress -> System.out.println("  " + progress)).start().await();
    System.out.println(built + " design documents are indexed");
  }

  private ReleaseDesigns designs(String version) {
    if (designs.isPresent()) {
      return ReleaseDesigns.in(designs.get(), version);
    }
    String path = builds.toString();
    int slash = path.lastIndexOf('/');
    try (CouchDb couch = CouchDb.builder(URI.create(path.substring(0, slash))).build()) {
      return ReleaseDesigns.of(couch, path.substring(slash + 1), version);
    }
  }
}
