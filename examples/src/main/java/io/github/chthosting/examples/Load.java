package io.github.chthosting.examples;

import io.github.chthosting.couchdb.BulkResult;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.Document;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Creates a database of made-up documents, the data of docs/benchmarks.md. */
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "creates a database of made-up documents of 1.3 kB, to measure with")
final class Load implements Runnable {
  private static final int BATCH = 1_000;

  @Mixin private final ServerOption server = new ServerOption();

  @Option(
      names = "--db",
      required = true,
      description = "the database to create; it must not exist")
  private String database = "";

  @Option(
      names = "--docs",
      defaultValue = "100000",
      description = "how many; default ${DEFAULT-VALUE}")
  private long documents;

  @Option(names = "-q", defaultValue = "12", description = "ranges; default ${DEFAULT-VALUE}")
  private int q;

  @Option(names = "-n", defaultValue = "1", description = "copies; default ${DEFAULT-VALUE}")
  private int n;

  @Override
  public void run() {
    try (CouchDb couch = server.require()) {
      Database target = couch.database(database);
      target.create(DatabaseOptions.defaults().q(q).n(n));
      LongStream.iterate(0, first -> first < documents, first -> first + BATCH)
          .parallel()
          .forEach(first -> write(target, first));
      System.out.println(target.name() + ": " + target.info().documents() + " documents");
    }
  }

  private void write(Database target, long first) {
    ChtLikeData data = new ChtLikeData(1);
    List<Document> batch =
        LongStream.range(first, Math.min(first + BATCH, documents))
            .mapToObj(number -> Document.of(data.document(number)))
            .toList();
    Optional<BulkResult> refused =
        target.bulk().write(batch).stream().filter(result -> !result.isOk()).findFirst();
    refused.ifPresent(
        result -> {
          throw new IllegalStateException(result.id() + " was refused: " + result.reason());
        });
  }
}
