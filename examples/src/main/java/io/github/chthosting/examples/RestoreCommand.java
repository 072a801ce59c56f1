package io.github.chthosting.examples;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restores databases from a folder. */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = "restores databases from a folder, under other names if told")
final class RestoreCommand implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(names = "--from", required = true, description = "the folder of a backup")
  private Path folder = Path.of("");

  @Option(names = "--db", split = ",", description = "only these of the backup's databases")
  private List<String> databases = List.of();

  @Option(names = "--prefix", defaultValue = "", description = "put before each database's name")
  private String prefix = "";

  @Option(names = "-q", description = "ranges of the new databases; default: as in the backup")
  private Optional<Integer> q = Optional.empty();

  @Override
  public void run() {
    ProgressBar bar = new ProgressBar(System.err);
    try (CouchDb couch = server.require()) {
      Restore restore = Restore.from(BackupStore.folder(folder)).to(couch).prefix(prefix);
      if (!databases.isEmpty()) {
        restore.databases(databases.toArray(String[]::new));
      }
      q.ifPresent(restore::q);
      RestoreReport report = restore.start().onProgress(bar).await();
      bar.end();
      System.out.println(report);
    }
  }
}
