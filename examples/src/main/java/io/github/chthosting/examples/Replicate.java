package io.github.chthosting.examples;

import io.github.chthosting.Progress;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.CutOver;
import io.github.chthosting.couchdb.replication.CutOverReport;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Replicates a database through this process, and compares both sides. */
@Command(
    name = "replicate",
    mixinStandardHelpOptions = true,
    description = "replicates a database through this process, and compares both sides")
final class Replicate implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--db", required = true, description = "the database to read")
  private String database = "";

  @Option(
      names = "--to",
      required = true,
      description = "the database to write; created if it is not there, and never emptied")
  private String target = "";

  @Option(
      names = "--to-url",
      description =
          "the server to write to, or its nodes, comma-separated; default the one that is read. Default: $COUCHDB_TARGET_URL, which"
              + " may hold user:password@")
  private Optional<String> targetUrl = Optional.empty();

  @Option(names = "-q", defaultValue = "12", description = "ranges; default ${DEFAULT-VALUE}")
  private int q;

  @Option(names = "-n", defaultValue = "1", description = "copies; default ${DEFAULT-VALUE}")
  private int n;

  @Override
  public void run() {
    try (CouchDb from = server.require();
        CouchDb to = other().orElseGet(server::require)) {
      replicate(from.database(database), to.database(target));
    }
  }

  private Optional<CouchDb> other() {
    Optional<String> urls =
        targetUrl.or(() -> Optional.ofNullable(System.getenv("COUCHDB_TARGET_URL")));
    return urls.map(
        text -> {
          List<URI> addresses = Arrays.stream(text.split(",", -1)).map(URI::create).toList();
          return CouchDb.builder(addresses).build();
        });
  }

  private void replicate(Database from, Database to) {
    to.createIfAbsent(DatabaseOptions.defaults().q(q).n(n));
    ClientReplication replication = ClientReplication.builder(from, to).build();
    System.out.println(replication.start().onProgress(Replicate::show).await());
    CutOverReport report = CutOver.between(from, to).check().await();
    System.out.println(report);
    if (!report.isSameContent()) {
      throw new VerificationFailedException(
          "replicate",
          "both sides differ. Was the source written to meanwhile? Run it again to go on.",
          null);
    }
  }

  private static void show(Progress progress) {
    System.err.printf(
        "\r%s: %,d of %,d %s ",
        progress.phase(), progress.done(), progress.total(), progress.unit());
  }
}
