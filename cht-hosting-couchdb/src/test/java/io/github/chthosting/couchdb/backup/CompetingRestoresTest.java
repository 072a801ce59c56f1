package io.github.chthosting.couchdb.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.couchdb.backup.report.RestoreReport;
import io.github.chthosting.couchdb.kills.ChildProcess;
import io.github.chthosting.couchdb.kills.CopyProcess;
import io.github.chthosting.testkit.InjectedFault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several restores, or a restore and a client, that fill one database at the same time. */
class CompetingRestoresTest extends HalfRestoredCase {
  @Test
  void aCancelledOneLeavesWhatAnotherHasFinished() {
    try (InjectedFault fault = hold(3, 1)) {
      Operation<RestoreReport> first = restore("b").start();
      awaitHit(fault);
      restore("b").intoExisting().start().await();
      assertThat(copy.info().documents()).isEqualTo(DOCUMENTS);

      first.cancel();

      assertThatThrownBy(first::await)
          .isInstanceOf(OperationCancelledException.class)
          .hasMessageContaining("has been filled by somebody else since, and was left to them");
    }
    assertWhole();
  }

  @Test
  void aSecondOneIsRefusedWhileTheFirstIsAtWork() {
    backUp("other");
    try (InjectedFault fault = hold(3, 1)) {
      Operation<RestoreReport> first = restore("b").start();
      awaitHit(fault);
      assertUnfinished(() -> restore("b").start().await());
      assertUnfinished(() -> restore("other").intoExisting().start().await());
      fault.clear();
      first.await();
    }
    assertWhole();
  }

  @Test
  void ofTwoProcessesOneIsRefusedOrBothAreRight() throws Exception {
    for (int round = 0; round < 3; round++) {
      try (ChildProcess one = process(CopyProcess.Work.RESTORE);
          ChildProcess other = process(CopyProcess.Work.RESTORE)) {
        List<Integer> codes = List.of(one.await(), other.await());
        String said = one.log() + other.log();
        assertThat(codes).as(said).contains(ChildProcess.DONE).isSubsetOf(0, ChildProcess.REFUSED);
      }
      assertWhole();
      copy.delete();
    }
  }

  private ChildProcess process(CopyProcess.Work work) {
    return CopyProcess.start(
        work, embedded.server().uris(), folder.resolve("b"), medic.name(), copy.name());
  }

  @Test
  void aDatabaseMadeAnewByAnotherIsNotDeleted() {
    try (InjectedFault fault = hold(3, 1)) {
      Operation<RestoreReport> first = restore("b").start();
      awaitHit(fault);
      copy.delete();
      copy.create();
      copy.put("of-a-client", Map.of("n", 1));
      first.cancel();
      assertThatThrownBy(first::await).isInstanceOf(HostingException.class);
    }
    assertThat(copy.find("of-a-client")).isPresent();
  }
}
