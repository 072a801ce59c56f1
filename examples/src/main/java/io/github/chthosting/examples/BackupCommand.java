package io.github.chthosting.examples;

import io.github.chthosting.Operation;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.report.BackupReport;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Backs up databases to a folder. */
@Command(
    name = "backup",
    mixinStandardHelpOptions = true,
    description = "backs up databases to a folder")
final class BackupCommand implements Runnable {
  @Mixin private final ServerOption server = new ServerOption();

  @Option(
      names = "--db",
      split = ",",
      description = "the databases; all of the server if not given")
  private List<String> databases = List.of();

  @Option(names = "--to", required = true, description = "a folder that is empty or not there yet")
  private Path folder = Path.of("");

  @Override
  public void run() {
    ProgressBar bar = new ProgressBar(System.err);
    try (CouchDb couch = server.require()) {
      Backup backup = Backup.of(couch).to(BackupStore.folder(folder));
      Backup chosen = databases.isEmpty() ? backup.allDatabases() : backup.databases(databases);
      Operation<BackupReport> operation = chosen.start().onProgress(bar);
      BackupReport report = operation.await();
      bar.end();
      System.out.println(report);
    }
  }
}
