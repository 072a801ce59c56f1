package io.github.chthosting.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.Operation;
import io.github.chthosting.OperationCancelledException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations that are cancelled, or whose waiting thread is interrupted. */
@Timeout(30)
class CancelledOperationsTest {
  @Test
  void cancelIsSeenAtTheNextSafePoint() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch cancelled = new CountDownLatch(1);
    Operation<String> operation =
        Operations.start(
            "x",
            context -> {
              context.checkCancelled();
              started.countDown();
              cancelled.await();
              assertThat(context.isCancelled()).isTrue();
              context.checkCancelled();
              return "not reached";
            });
    started.await();
    operation.cancel();
    operation.cancel();
    cancelled.countDown();
    assertThatThrownBy(operation::await)
        .isExactlyInstanceOf(OperationCancelledException.class)
        .hasMessage("x - cancelled.");
  }

  @Test
  void aFailureThatTheCancellationCausedIsACancellation() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch cut = new CountDownLatch(1);
    Operation<String> operation =
        Operations.start(
            "x",
            context -> {
              try (WorkContext.Hook hook = context.onCancel(cut::countDown)) {
                assertThat(hook).isNotNull();
                started.countDown();
                cut.await();
              }
              throw new IOException("socket closed");
            });
    started.await();
    operation.cancel();
    assertThatThrownBy(operation::await)
        .isExactlyInstanceOf(OperationCancelledException.class)
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void aResultInSpiteOfACancellationIsAResult() throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    Operation<String> operation =
        Operations.start(
            "x",
            context -> {
              go.await();
              return "done";
            });
    operation.cancel();
    go.countDown();
    assertThat(operation.await()).isEqualTo("done");
  }

  @Test
  void cancellingActionsRunOnceAndMayBeWithdrawnOrLateOrBroken() throws Exception {
    CountDownLatch registered = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    AtomicInteger ran = new AtomicInteger();
    AtomicInteger withdrawn = new AtomicInteger();
    AtomicInteger late = new AtomicInteger();
    Operation<String> operation =
        Operations.start(
            "x",
            context -> {
              context.onCancel(
                  () -> {
                    throw new IllegalStateException("broken");
                  });
              context.onCancel(ran::incrementAndGet);
              context.onCancel(withdrawn::incrementAndGet).close();
              registered.countDown();
              go.await();
              context.onCancel(late::incrementAndGet);
              return "done";
            });
    registered.await();
    operation.cancel();
    operation.cancel();
    go.countDown();
    operation.await();
    assertThat(List.of(ran.get(), withdrawn.get(), late.get())).containsExactly(1, 0, 1);
  }

  @Test
  void anInterruptOfTheWaitingThreadStopsTheWorkFirst() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    AtomicBoolean stopped = new AtomicBoolean();
    Operation<String> operation =
        Operations.start(
            "x",
            context -> {
              CountDownLatch cancelled = new CountDownLatch(1);
              context.onCancel(cancelled::countDown);
              started.countDown();
              cancelled.await();
              stopped.set(true);
              context.checkCancelled();
              return "not reached";
            });
    started.await();
    Thread.currentThread().interrupt();
    assertThatThrownBy(operation::await)
        .isExactlyInstanceOf(OperationCancelledException.class)
        .hasMessage("x - cancelled: the waiting thread was interrupted.");
    assertThat(Thread.interrupted()).isTrue();
    assertThat(stopped).isTrue();
    assertThat(operation.isDone()).isTrue();
  }
}
