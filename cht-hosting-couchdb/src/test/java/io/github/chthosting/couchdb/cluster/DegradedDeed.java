package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.backup.Restore;
import io.github.chthosting.couchdb.backup.Verify;
import io.github.chthosting.couchdb.backup.report.VerifyReport;
import io.github.chthosting.couchdb.cluster.DegradedCluster.Fate;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.replication.CutOver;
import io.github.chthosting.couchdb.replication.Standby;
import io.github.chthosting.couchdb.verification.Verification;
import io.github.chthosting.testkit.EmbeddedNode;

/** Something that is done with a database of a degraded cluster, and what makes it right. */
enum DegradedDeed {
  BACKUP {
    @Override
    boolean isRight(DegradedWorld world) {
      return world.backup("now") == world.cluster.truth.size();
    }
  },
  RESTORE {
    @Override
    boolean isRight(DegradedWorld world) {
      Restore.from(world.store("before"))
          .to(world.cluster.couch)
          .rename("medic", "restored")
          .start()
          .await();
      return world.laterHolds("restored", world.before);
    }
  },
  VERIFY {
    @Override
    boolean isRight(DegradedWorld world) {
      VerifyReport report =
          Verify.backup(world.store("before")).against(world.cluster.couch).start().await();
      return (report.differences() == 0) == world.before.equals(world.cluster.truth);
    }
  },
  VERIFICATION {
    @Override
    boolean isRight(DegradedWorld world) {
      boolean same =
          Verification.between(world.cluster.database, world.replica).start().await().isSame();
      return same == world.before.equals(world.cluster.truth);
    }
  },
  REPLICATION {
    @Override
    boolean isRight(DegradedWorld world) {
      Database target = world.other.database("replicated");
      target.create();
      ClientReplication.builder(world.cluster.database, target).build().start().await();
      return world.isInTarget("replicated");
    }
  },
  CUT_OVER {
    @Override
    boolean isRight(DegradedWorld world) {
      boolean same =
          CutOver.between(world.cluster.database, world.replica).check().await().isSameContent();
      return same == world.before.equals(world.cluster.truth);
    }
  },
  STANDBY {
    @Override
    boolean isRight(DegradedWorld world) {
      Standby standby = world.standby();
      world.apply(standby.planSync());
      world.apply(standby.planSwitch());
      return world.isInTarget("standby");
    }
  },
  REBUILD {
    @Override
    boolean isRight(DegradedWorld world) {
      world.apply(world.plans().ranges().rebuild("medic", "copy", 1));
      return world.laterHolds("copy", world.cluster.truth);
    }
  },
  FAILOVER {
    @Override
    void prepare(DegradedWorld world) {
      world.followPrimary();
      // A primary that is there would fill an emptied copy again, as its checkpoint is gone too.
      world.target.node(0).stop();
    }

    @Override
    boolean isRight(DegradedWorld world) {
      world.apply(world.follower().planFailover());
      return !world.isFollowing();
    }
  },
  SWAP {
    @Override
    void prepare(DegradedWorld world) {
      world.apply(world.plans().ranges().rebuild("medic", "copy", 1));
      world.cluster.settle();
    }

    @Override
    boolean isRight(DegradedWorld world) {
      world.apply(world.plans().ranges().swap("medic", "copy"));
      return true;
    }
  },
  SPLIT {
    @Override
    boolean isRight(DegradedWorld world) {
      world.apply(world.plans().ranges().split("medic", 4));
      return true;
    }
  },
  MOVE {
    @Override
    boolean isRight(DegradedWorld world) {
      world.apply(world.shards().drain(world.cluster.victim.name()));
      return true;
    }
  },
  DRAIN {
    @Override
    boolean isRight(DegradedWorld world) {
      world.apply(world.shards().drain(world.cluster.fellow().name()));
      return true;
    }
  },
  REPLACE {
    /** The copy that something is wrong with is what is left, unless it is the lost one. */
    @Override
    boolean isRight(DegradedWorld world) {
      EmbeddedNode lost;
      if (world.fate == Fate.DOWN) {
        lost = world.cluster.victim;
      } else {
        lost = world.cluster.fellow();
        lost.stop();
      }
      world.apply(world.plans().nodes().replace(lost.name(), world.cluster.spare.name()));
      return true;
    }
  };

  /**
   * Tells whether the operation leaves the cluster as it is; those after {@code REBUILD} change it.
   */
  boolean isReading() {
    return compareTo(REBUILD) <= 0;
  }

  void prepare(DegradedWorld world) {}

  abstract boolean isRight(DegradedWorld world);
}
