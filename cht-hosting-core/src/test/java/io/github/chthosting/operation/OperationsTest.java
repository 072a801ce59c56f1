package io.github.chthosting.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.Operation;
import io.github.chthosting.Progress;
import io.github.chthosting.TimedOutException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Results, failures and listeners of operations. */
@Timeout(30)
class OperationsTest {
  @Test
  void givesTheResultToEveryoneWhoAwaits() {
    Operation<String> operation = Operations.start("greeting", context -> "hello");
    assertThat(operation.await()).isEqualTo("hello");
    assertThat(operation.await(Duration.ofSeconds(1))).isEqualTo("hello");
    assertThat(operation.isDone()).isTrue();
    assertThat(operation).hasToString("greeting (ended)");
  }

  @Test
  void runsOnADaemonThreadNamedAfterIt() {
    Operation<String> operation =
        Operations.start(
            "backup of medic",
            context -> Thread.currentThread().getName() + Thread.currentThread().isDaemon());
    assertThat(operation.await()).isEqualTo("cht-hosting backup of medictrue");
  }

  @Test
  void throwsUncheckedFailuresAsTheyAre() {
    HostingException failure = new HostingException("x", "x - broken", true, null);
    Operation<String> operation =
        Operations.start(
            "x",
            context -> {
              throw failure;
            });
    assertThatThrownBy(operation::await).isSameAs(failure);
    assertThatThrownBy(operation::await).isSameAs(failure);
  }

  @Test
  void wrapsCheckedFailures() {
    Operation<String> operation =
        Operations.start(
            "backup of medic",
            context -> {
              throw new IOException("no space left on device");
            });
    assertThatThrownBy(operation::await)
        .isExactlyInstanceOf(HostingException.class)
        .hasMessage("backup of medic - no space left on device")
        .hasCauseInstanceOf(IOException.class);
  }

  @Test
  void throwsErrorsAsTheyAre() {
    Operation<String> operation =
        Operations.start(
            "x",
            context -> {
              throw new StackOverflowError();
            });
    assertThatThrownBy(operation::await).isInstanceOf(StackOverflowError.class);
  }

  @Test
  void goesOnWhenTheLimitOfOneWaitIsReached() {
    CountDownLatch go = new CountDownLatch(1);
    Operation<String> operation =
        Operations.start(
            "slow",
            context -> {
              go.await();
              return "late";
            });
    assertThatThrownBy(() -> operation.await(Duration.ofMillis(20)))
        .isExactlyInstanceOf(TimedOutException.class)
        .hasMessage("slow - not finished within 20 ms; it goes on.");
    assertThat(operation.isDone()).isFalse();
    go.countDown();
    assertThat(operation.await()).isEqualTo("late");
  }

  @Test
  void tellsTheLastStateOnceAndBeforeTheWaitEnds() {
    List<Progress> told = new CopyOnWriteArrayList<>();
    CountDownLatch listening = new CountDownLatch(1);
    Operation<String> operation =
        Operations.start(
            "backup",
            context -> {
              listening.await();
              for (int i = 1; i <= 100_000; i++) {
                context.progress("backing up medic", i, 100_000, "documents", i * 10L);
              }
              return "done";
            });
    operation.onProgress(told::add);
    listening.countDown();
    operation.await();
    Progress last = told.get(told.size() - 1);
    assertThat(last.done()).isEqualTo(100_000);
    assertThat(last.bytes()).isEqualTo(1_000_000);
    assertThat(told).filteredOn(p -> p.done() == 100_000).hasSizeBetween(1, 2);
    assertThat(told.size()).isLessThanOrEqualTo((int) (last.elapsed().toMillis() / 100) + 3);
    assertThat(operation.progress()).isEqualTo(last);
  }

  @Test
  void aLateListenerHearsTheEnd() {
    Operation<String> operation = Operations.start("x", context -> "done");
    operation.await();
    List<Progress> told = new CopyOnWriteArrayList<>();
    operation.onProgress(told::add);
    assertThat(told).containsExactly(operation.progress());
  }

  @Test
  void aBrokenListenerIsNotCalledAgain() {
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch called = new CountDownLatch(1);
    Operation<String> operation =
        Operations.start(
            "x",
            context -> {
              called.await();
              return "done";
            });
    operation.onProgress(
        progress -> {
          calls.incrementAndGet();
          called.countDown();
          throw new IllegalStateException("broken listener");
        });
    assertThat(operation.await()).isEqualTo("done");
    assertThat(calls).hasValue(1);
  }
}
