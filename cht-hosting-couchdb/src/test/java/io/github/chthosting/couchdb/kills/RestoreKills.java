package io.github.chthosting.couchdb.kills;

import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.UnfinishedWork;
import io.github.chthosting.couchdb.backup.Backup;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.kills.CopyProcess.Work;
import java.util.Random;

/**
 * Kills restores. A database that is not whole must be marked as unfinished, and be whole and
 * unmarked once it was restored again.
 */
final class RestoreKills extends Kills {
  private RestoreKills() {}

  public static void main(String... arguments) throws Exception {
    run(new RestoreKills(), arguments);
  }

  @Override
  void prepare() {
    Backup.of(couch).databases(source.name()).to(store()).start().await();
  }

  private BackupStore store() {
    return BackupStore.folder(place());
  }

  @Override
  ChildProcess begin(Random random) {
    delete(copy);
    boolean into = random.nextInt(3) == 0;
    if (into) {
      copy.create(DatabaseOptions.defaults().q(2));
    }
    return start(into ? Work.RESTORE_INTO : Work.RESTORE);
  }

  @Override
  boolean hasBegun() {
    return isMarked();
  }

  private boolean isMarked() {
    return UnfinishedWork.in(copy).isPresent();
  }

  @Override
  String finish() {
    String amount = amount();
    boolean marked = copy.exists() && isMarked();
    if (!marked && !amount.equals("nothing")) {
      requireSame();
    }
    Restore.from(store())
        .to(couch)
        .rename(source.name(), copy.name())
        .intoExisting()
        .start()
        .await();
    requireSame();
    if (isMarked()) {
      throw new AssertionError("the mark stayed");
    }
    return amount + (marked ? ", marked" : ", unmarked");
  }

  private void requireSame() {
    Verify.backup(store())
        .against(couch)
        .rename(source.name(), copy.name())
        .start()
        .await()
        .requireSame();
  }
}
