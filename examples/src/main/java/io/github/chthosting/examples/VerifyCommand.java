package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Checks a backup by itself, and against live databases if a server is named. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "checks a backup by itself, and against a server if one is named")
final class VerifyCommand implements Callable<Integer> {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--backup", required = true, description = "the folder of a backup")
  private Path folder = Path.of("");

  @Option(
      names = "--prefix",
      defaultValue = "",
      description = "what is before each database's name on the server")
  private String prefix = "";

  @Option(
      names = "--offline",
      description = "leave the server alone, even if COUCHDB_URL names one")
  private boolean offline;

  @Override
  public Integer call() throws IOException {
    Optional<CouchDb> live = offline ? Optional.empty() : server.connect();
    ProgressBar bar = new ProgressBar(System.err);
    try {
      BackupStore store = BackupStore.folder(folder);
      Verify verify = Verify.backup(store).prefix(prefix);
      live.ifPresent(verify::against);
      VerifyReport report = verify.start().onProgress(bar).await();
      bar.end();
      store.findings().forEach(System.out::println);
      report.listed().forEach(System.out::println);
      System.out.printf(
          "%,d documents, %,d leaf revisions checked%s, %,d differences, %.1f s%n",
          report.documents(),
          report.leaves(),
          live.map(couch -> " against " + couch.addresses()).orElse(""),
          report.differences(),
          report.elapsed().toMillis() / 1000.0);
      return report.differences() == 0 ? 0 : 1;
    } finally {
      live.ifPresent(CouchDb::close);
    }
  }
}
