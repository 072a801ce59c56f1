package io.github.chthosting.examples;

import io.github.chthosting.Progress;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.CutOver;
import io.github.chthosting.couchdb.replication.Endpoint;
import io.github.chthosting.couchdb.replication.JobStatus;
import io.github.chthosting.couchdb.replication.Replication;
import io.github.chthosting.couchdb.replication.ReplicationJob;
import io.github.chthosting.couchdb.replication.Replicator;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.couchdb.verification.VerificationReport;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Replicates a database through this process, or by a job of CouchDB's, and compares both sides.
 */
@Command(
    name = "replicate",
    mixinStandardHelpOptions = true,
    description = "replicates a database through this process, and compares both sides")
final class Replicate implements Callable<Integer> {
  @Mixin private final ServerOption server = new ServerOption();
  @Mixin private final TargetOption other = new TargetOption();

  @Option(names = "--db", required = true, description = "the database to read")
  private String database = "";

  @Option(
      names = "--to",
      description =
          "the database to write; default the same name. Created if it is not there, and never emptied")
  private String target = "";

  @Option(names = "-q", defaultValue = "12", description = "ranges; default ${DEFAULT-VALUE}")
  private int q;

  @Option(names = "-n", defaultValue = "1", description = "copies; default ${DEFAULT-VALUE}")
  private int n;

  @Option(
      names = "--job",
      description =
          "instead by a job of CouchDB's own with this id, on the server that is written; it stays, and is adopted the next time")
  private String job = "";

  @Option(names = "--continuous", description = "with --job: it goes on with later changes")
  private boolean continuous;

  @Option(
      names = "--copy-uncarried",
      description = "afterwards copy _security, limits and _local documents that are data")
  private boolean uncarried;

  @Option(names = "--contents", description = "compare contents and attachments as well")
  private boolean contents;

  @Override
  public Integer call() {
    String name = target.isEmpty() ? database : target;
    try (CouchDb from = server.require();
        CouchDb to = other.address().map(Address::connect).orElseGet(server::require)) {
      Database source = from.database(database);
      Database copy = to.database(name);
      copy.createIfAbsent(DatabaseOptions.defaults().q(q).n(n));
      if (job.isEmpty()) {
        ClientReplication replication = ClientReplication.builder(source, copy).build();
        System.out.println(replication.start().onProgress(Replicate::show).await());
      } else {
        byJob(to, source, copy);
      }
      return compare(source, copy);
    }
  }

  private void byJob(CouchDb to, Database source, Database copy) {
    URI target = other.address().map(Address::uri).orElseGet(server::uri);
    Endpoint there =
        endpoint(target, copy.name())
            .credentials(other.address().map(Address::credentials).orElseGet(server::credentials));
    Endpoint here = endpoint(server.uri(), source.name()).credentials(server.credentials());
    Replication.Builder replication = Replication.builder(here, there);
    Replicator replicator = Replicator.of(to);
    ReplicationJob running =
        replicator.start(job, continuous ? replication.continuous().build() : replication.build());
    JobStatus status = running.awaitCaughtUp(source, Duration.ofHours(12));
    System.out.printf(
        "%s is %s, %,d revisions written, %,d refused%n",
        status.name(),
        status.state(),
        status.counts().documentsWritten(),
        status.counts().writeFailures());
    replicator.observe().findings().forEach(System.out::println);
  }

  static Endpoint endpoint(URI server, String database) {
    String base = server.toString();
    String path = URLEncoder.encode(database, StandardCharsets.UTF_8);
    return Endpoint.of(URI.create(base + (base.endsWith("/") ? "" : "/") + path));
  }

  private int compare(Database source, Database copy) {
    if (uncarried) {
      CutOver cutOver = CutOver.between(source, copy);
      cutOver.copySecurity();
      cutOver.copyRevisionsLimit();
      cutOver.copyPurgedInfosLimit();
      System.out.println(cutOver.copyLocalDocuments(id -> true) + " _local documents copied");
    }
    Verification verification = Verification.between(source, copy);
    VerificationReport report = (contents ? verification.contents() : verification).start().await();
    System.out.println(report);
    return report.isSame() ? 0 : 1;
  }

  private static void show(Progress progress) {
    System.err.printf(
        "\r%s: %,d of %,d %s ",
        progress.phase(), progress.done(), progress.total(), progress.unit());
  }
}
