package io.github.chthosting.couchdb.kills;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.replication.ClientReplication;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A backup, a restore or a replication in a process of its own. Any failure is a refusal. */
public final class CopyProcess {
  private CopyProcess() {}

  /** The work of the process. */
  public enum Work {
    BACKUP,
    RESTORE,
    RESTORE_INTO,
    REPLICATE
  }

  /**
   * Starts it.
   *
   * @param folder of the backup; of no meaning for a replication
   * @param target the name that it is copied to; of no meaning for a backup
   */
  public static ChildProcess start(
      Work work, List<URI> uris, Path folder, String source, String target) {
    List<String> arguments =
        new ArrayList<>(List.of(work.name(), folder.toString(), source, target));
    uris.forEach(uri -> arguments.add(uri.toString()));
    return ChildProcess.start(CopyProcess.class, arguments);
  }

  /** The process itself: {@code WORK FOLDER SOURCE TARGET URI…}. */
  public static void main(String... arguments) {
    List<URI> uris = Arrays.stream(arguments).skip(4).map(URI::create).toList();
    ChildProcess.end(
        () -> {
          try (CouchDb couch =
              CouchDb.builder(uris).credentials(Credentials.basic("admin", "password")).build()) {
            run(Work.valueOf(arguments[0]), couch, arguments);
          }
        },
        e -> true);
  }

  private static void run(Work work, CouchDb couch, String... arguments) {
    BackupStore store = BackupStore.folder(Path.of(arguments[1]));
    String source = arguments[2];
    String target = arguments[3];
    switch (work) {
      case BACKUP -> Backup.of(couch).databases(source).to(store).start().await();
      case RESTORE -> restore(store, couch, source, target).start().await();
      case RESTORE_INTO -> restore(store, couch, source, target).intoExisting().start().await();
      case REPLICATE -> replicate(couch, source, target);
    }
  }

  private static Restore restore(BackupStore store, CouchDb couch, String source, String target) {
    return Restore.from(store)
        .to(couch)
        .databases(source)
        .rename(source, target)
        .batch(20, 1 << 20)
        .parallel(2);
  }

  private static void replicate(CouchDb couch, String source, String target) {
    ClientReplication.builder(couch.database(source), couch.database(target))
        .batchSize(20)
        .writers(2)
        .checkpointInterval(Duration.ofMillis(50))
        .build()
        .start()
        .await();
  }
}
