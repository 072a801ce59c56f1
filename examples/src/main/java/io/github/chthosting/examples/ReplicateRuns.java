package io.github.chthosting.examples;

import com.sun.management.OperatingSystemMXBean;
import io.github.chthosting.Credentials;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.replication.ClientReplication;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** Measures replication within one cluster, CouchDB's own and ours in turn. */
@Command(
    name = "replicate-runs",
    mixinStandardHelpOptions = true,
    description =
        "times CouchDB's own _replicate and ours in turn, into empty databases of the same cluster")
final class ReplicateRuns implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--db", required = true, description = "the database to read; it is only read")
  private String database = "";

  @Option(names = "--runs", defaultValue = "5", description = "of each; default ${DEFAULT-VALUE}")
  private int runs;

  @Option(names = "-q", defaultValue = "12", description = "ranges; default ${DEFAULT-VALUE}")
  private int q;

  @Option(names = "-n", defaultValue = "1", description = "copies; default ${DEFAULT-VALUE}")
  private int n;

  @Option(names = "--only-ours", description = "leave CouchDB's own out, to profile ours")
  private boolean onlyOurs;

  private long documents;

  /** One replication. */
  private record Run(double seconds, double cpu) {}

  @Override
  public void run() {
    List<Run> theirs = new ArrayList<>();
    List<Run> ours = new ArrayList<>();
    try (CouchDb couch = server.require()) {
      documents = couch.database(database).info().documents();
      System.out.printf(
          "%,d documents, at most %d MB of heap%n",
          documents, Runtime.getRuntime().maxMemory() >> 20);
      for (int run = 1; run <= runs; run++) {
        if (!onlyOurs) {
          theirs.add(timed(couch, run, "_replicate", this::byCouchDb));
        }
        ours.add(timed(couch, run, "ours", this::byThisProcess));
      }
    }
    summary("_replicate", theirs);
    summary("ours", ours);
    if (!onlyOurs) {
      System.out.printf("ours has %.2fx the documents a second%n", median(theirs) / median(ours));
    }
  }

  /** Fills an empty database. */
  private interface Way {
    void run(CouchDb couch, Database target);
  }

  private Run timed(CouchDb couch, int run, String name, Way way) {
    Database target =
        couch.database("runs-" + Long.toString(System.nanoTime(), 36) + "-" + database);
    target.create(DatabaseOptions.defaults().q(q).n(n));
    try {
      long cpu = cpu();
      long start = System.nanoTime();
      way.run(couch, target);
      Run result = new Run((System.nanoTime() - start) / 1e9, (cpu() - cpu) / 1e9);
      requireWhole(target);
      System.out.printf(
          "%2d %-10s %6.1f s, %5.2f s of this process' CPU, %,.0f documents/s%n",
          run, name, result.seconds, result.cpu, documents / result.seconds);
      return result;
    } finally {
      target.delete();
    }
  }

  private void requireWhole(Database target) {
    long copied = target.info().documents();
    if (copied != documents) {
      throw new VerificationFailedException(
          "replicate-runs", copied + " documents came of " + documents, null);
    }
  }

  private void byThisProcess(CouchDb couch, Database target) {
    ClientReplication.builder(couch.database(database), target).build().start().await();
  }

  private void byCouchDb(CouchDb couch, Database target) {
    ObjectNode body = couch.mapper().createObjectNode();
    body.set("source", endpoint(couch, database));
    body.set("target", endpoint(couch, target.name()));
    couch.within(Duration.ofHours(2)).at(0).request("POST", "_replicate").body(body).json();
  }

  private ObjectNode endpoint(CouchDb couch, String name) {
    ObjectNode json = couch.mapper().createObjectNode();
    json.put("url", Replicate.endpoint(server.uri(), name).url().toString());
    if (server.credentials() instanceof Credentials.Basic basic) {
      json.putObject("auth")
          .putObject("basic")
          .put("username", basic.user())
          .put("password", new String(basic.password().reveal()));
    }
    return json;
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private void summary(String name, List<Run> all) {
    if (!all.isEmpty()) {
      System.out.printf(
          "median of %d: %-10s %6.1f s, %5.2f s of CPU, %,.0f documents/s%n",
          all.size(),
          name,
          median(all),
          all.stream().mapToDouble(Run::cpu).sorted().skip(all.size() / 2).findFirst().orElse(0),
          documents / median(all));
    }
  }

  private static double median(List<Run> all) {
    return all.stream()
        .mapToDouble(Run::seconds)
        .sorted()
        .skip(all.size() / 2)
        .findFirst()
        .orElse(Double.NaN);
  }
}
