package io.github.chthosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class OperationTest {
  @Test
  void awaitReturnsWhatTheWorkResultsIn() {
    assertThat(Operation.start("x", running -> 42).await()).isEqualTo(42);
  }

  @Test
  void aFailureIsThrownAsItIs() {
    Operation<Integer> operation =
        Operation.start(
            "x",
            running -> {
              throw new IllegalStateException("no");
            });
    assertThatThrownBy(operation::await).isInstanceOf(IllegalStateException.class).hasMessage("no");
  }

  @Test
  void aCheckedFailureNamesTheOperation() {
    Operation<Integer> operation =
        Operation.start(
            "copy of x",
            running -> {
              throw new IOException("disk full");
            });
    assertThatThrownBy(operation::await)
        .isInstanceOf(HostingException.class)
        .hasMessage("copy of x: disk full");
  }

  @Test
  void theLastStateIsHeardEvenByWhoComesLate() {
    Operation<String> operation =
        Operation.start(
            "x",
            running -> {
              running.report("counting", 3, 3, "rows", 9);
              return "done";
            });
    operation.await();
    List<Progress> heard = new ArrayList<>();
    operation.onProgress(heard::add);
    assertThat(heard).hasSize(1);
    assertThat(heard.get(0).done()).isEqualTo(3);
  }

  @Test
  void cancelInterruptsTheWork() {
    CountDownLatch never = new CountDownLatch(1);
    Operation<String> operation =
        Operation.start(
            "x",
            running -> {
              never.await();
              return "never";
            });
    operation.cancel();
    assertThatThrownBy(() -> operation.await(Duration.ofSeconds(30)))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(operation.isDone()).isTrue();
  }

  @Test
  void anInterruptedAwaitCancelsAndKeepsTheFlag() {
    CountDownLatch never = new CountDownLatch(1);
    Operation<String> operation =
        Operation.start(
            "x",
            running -> {
              never.await();
              return "never";
            });
    Thread.currentThread().interrupt();
    assertThatThrownBy(operation::await).isInstanceOf(OperationCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(operation.isDone()).isTrue();
  }
}
