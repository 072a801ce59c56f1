package io.github.chthosting.couchdb.kills;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.kills.CopyProcess.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Kills backups. What is left is whole, or is refused by verification and by a restore, which then
 * creates nothing; another backup is right.
 */
final class BackupKills extends Kills {
  private BackupKills() {}

  public static void main(String... arguments) throws Exception {
    run(new BackupKills(), arguments);
  }

  @Override
  ChildProcess begin(Random random) throws IOException {
    clear();
    return start(Work.BACKUP);
  }

  private void clear() throws IOException {
    if (Files.exists(place())) {
      try (Stream<Path> all = Files.walk(place())) {
        for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }

  @Override
  boolean hasBegun() {
    return Files.exists(place());
  }

  private BackupStore store() {
    return BackupStore.folder(place());
  }

  @Override
  String finish() throws IOException {
    List<String> left = Files.exists(place()) ? store().list() : List.of();
    String found = left.isEmpty() ? "nothing" : "a part";
    if (passes(() -> Verify.backup(store()).start().await())) {
      requireSame();
      found = "everything";
    } else if (passes(this::restore) || copy.exists()) {
      throw new AssertionError("verification refuses what a restore takes: " + left);
    }
    clear();
    Backup.of(couch).databases(source.name()).to(store()).start().await();
    requireSame();
    return found;
  }

  private static boolean passes(Runnable work) {
    try {
      work.run();
      return true;
    } catch (HostingException e) {
      return false;
    }
  }

  private void restore() {
    Restore.from(store()).to(couch).rename(source.name(), copy.name()).start().await();
  }

  private void requireSame() {
    Verify.backup(store()).against(couch).start().await().requireSame();
  }
}
