package io.github.chthosting.couchdb.kills;

import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.kills.CopyProcess.Work;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.ReplicationResult;
import io.github.chthosting.couchdb.verification.Verification;
import java.util.Random;

/**
 * Kills replications through a process. Run once more, from the last checkpoint, both databases are
 * equal.
 */
final class ReplicationKills extends Kills {
  private ReplicationKills() {}

  public static void main(String... arguments) throws Exception {
    run(new ReplicationKills(), arguments);
  }

  @Override
  ChildProcess begin(Random random) {
    delete(copy);
    copy.create(DatabaseOptions.defaults().q(2));
    return start(Work.REPLICATE);
  }

  @Override
  boolean hasBegun() {
    return copy.info().documents() > 0;
  }

  @Override
  String finish() {
    String amount = amount();
    ReplicationResult result = ClientReplication.builder(source, copy).build().start().await();
    Verification.between(source, copy).contents().start().await().requireSame();
    boolean resumed = result.documents() < source.info().documents();
    return amount + (resumed ? ", resumed" : ", anew");
  }
}
