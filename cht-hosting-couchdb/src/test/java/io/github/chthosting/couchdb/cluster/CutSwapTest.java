package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.UnfinishedWork;
import io.github.chthosting.couchdb.replication.ClientReplication;
import io.github.chthosting.couchdb.server.UnfinishedException;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rebuilds and swaps of a database that were cut. */
class CutSwapTest extends CutPlanCase {
  @Test
  void whatIsWrittenBeforeASwapGoesOnIsNotDeleted() {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    cutAt(swap(), 0);
    couch.database("medic").put("written-since", Map.of("n", 1));
    resume();
    assertThat(ShardMap.of(couch.database("medic")).q()).isEqualTo(1);
    assertThat(couch.database("medic").find("written-since")).isPresent();
    assertThat(data.read(0)).isEqualTo(content);
  }

  @Test
  void aDatabaseThatWasMadeAnewWhileItWasSwappedIsLeftAlone() {
    KillData data = filled(2, 1);
    Map<String, String> content = data.read(0);
    // Deleted, and not written down.
    cutAt(swap(), 3);
    assertThat(couch.database("medic").exists()).isFalse();
    KillLoad.pause(1100);
    couch.database("medic").create();
    couch.database("medic").put("of-a-client", Map.of("n", 1));
    assertThatThrownBy(this::resume)
        .isInstanceOf(VerificationFailedException.class)
        .hasMessageContaining("somebody has created it again, with 1 documents");
    assertThat(couch.database("medic").find("of-a-client")).isPresent();
    couch.database("medic").delete();
    resume();
    assertThat(data.read(0)).isEqualTo(content);
  }

  @Test
  void aCopyThatWasTakenIntoUseIsNotDeletedWhenARebuildIsTakenBack() {
    filled(2, 1);
    Plan rebuild = ReshardPlanner.of(ClusterLayout.of(couch)).rebuild("medic", "copy", 1);
    // Everything is copied, and the end of the step is not written down.
    cutAt(rebuild, 3);
    Database copy = couch.database("copy");
    assertThatThrownBy(
            () -> ClientReplication.builder(copy, couch.database("medic")).build().start().await())
        .isInstanceOf(UnfinishedException.class)
        .hasMessageContaining("copy holds unfinished work (copy medic into the new copy");
    assertThat(UnfinishedWork.forget(copy)).isTrue();

    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> journal.rollBack(changes()).await())
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("It was not deleted");
      assertThat(copy.info().documents()).isPositive();
      copy.delete();
      journal.rollBack(changes()).await();
    }
  }

  @Test
  void aRebuiltCopyIsWholeOnceItIsProven() {
    filled(2, 1);
    apply(swap());
    assertThat(UnfinishedWork.in(couch.database("copy"))).isEmpty();
    assertThat(UnfinishedWork.in(couch.database("medic"))).isEmpty();
  }
}
