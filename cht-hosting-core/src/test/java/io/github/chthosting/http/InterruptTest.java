package io.github.chthosting.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.OperationCancelledException;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An interrupt ends whatever a thread waits for, and its flag is kept. */
@Timeout(60)
class InterruptTest {
  private static final Call PATIENT = Call.of("GET", "db").timeLimit(Duration.ZERO);

  /** Runs {@code work}, interrupts it once {@code started}, and returns what it threw. */
  private static Throwable interrupted(CountDownLatch started, Runnable work) throws Exception {
    FutureTask<Throwable> outcome =
        new FutureTask<>(
            () -> {
              try {
                work.run();
                return new AssertionError("it ended normally");
              } catch (RuntimeException e) {
                return Thread.currentThread().isInterrupted()
                    ? e
                    : new AssertionError("the interrupt flag was lost", e);
              }
            });
    Thread thread = new Thread(outcome, "to be interrupted");
    thread.start();
    started.await();
    while (!outcome.isDone()) {
      thread.interrupt();
      Thread.sleep(20);
    }
    return outcome.get();
  }

  @Test
  void whileWaitingForAnAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  asked.countDown();
                  in.untilClosed();
                });
        Transport transport = Transports.builder(server.address()).build()) {
      assertThat(interrupted(asked, () -> transport.send(PATIENT)))
          .isExactlyInstanceOf(OperationCancelledException.class)
          .hasMessage(
              "GET "
                  + server.address()
                  + "/db - interrupted (attempt 1 of 5). The server may have done it, or may not.");
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void whileReadingAnAnswer() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello".getBytes(UTF_8));
                  answered.countDown();
                  in.untilClosed();
                });
        Transport transport = Transports.builder(server.address()).build()) {
      assertThat(interrupted(answered, () -> transport.send(PATIENT).bytes(10)))
          .isExactlyInstanceOf(OperationCancelledException.class)
          .hasMessageStartingWith("GET " + server.address() + "/db - interrupted");
      assertThat(server.wasCut()).isTrue();
    }
  }

  @Test
  void aStreamThatIsReadSaysSoByAnIoException() throws Exception {
    CountDownLatch answered = new CountDownLatch(1);
    try (RawServer server =
            new RawServer(
                (in, out) -> {
                  in.head();
                  out.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello".getBytes(UTF_8));
                  in.untilClosed();
                });
        Transport transport = Transports.builder(server.address()).build();
        Reply reply = transport.send(PATIENT)) {
      Throwable thrown =
          interrupted(
              answered,
              () -> {
                answered.countDown();
                try {
                  reply.body().readAllBytes();
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThat(thrown).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void whileConnecting() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    try (FullListener full = new FullListener();
        Transport transport = Transports.builder(full.address()).build()) {
      assertThat(
              interrupted(
                  started,
                  () -> {
                    started.countDown();
                    transport.send(PATIENT);
                  }))
          .isExactlyInstanceOf(OperationCancelledException.class)
          .hasMessage(
              "GET " + full.address() + "/db - interrupted (attempt 1 of 5). Nothing was sent.");
    }
  }

  @Test
  void betweenAttempts() throws Exception {
    CountDownLatch pausing = new CountDownLatch(1);
    URI refusing = Transports.refusing();
    try (Transport transport =
        Transports.builder(refusing)
            .pacing(
                (round, atLeast) -> {
                  pausing.countDown();
                  Thread.sleep(60_000);
                })
            .build()) {
      assertThat(interrupted(pausing, () -> transport.send(PATIENT)))
          .isExactlyInstanceOf(OperationCancelledException.class)
          .hasMessage(
              "GET " + refusing + "/db - interrupted between two attempts (attempt 1 of 5).");
    }
  }

  @Test
  void whileShakingHands() throws Exception {
    CountDownLatch connected = new CountDownLatch(1);
    try (RawServer silent =
            new RawServer(
                (in, out) -> {
                  connected.countDown();
                  in.untilClosed();
                });
        Transport transport =
            Transports.builder(URI.create("https://" + silent.address().getAuthority())).build()) {
      assertThat(interrupted(connected, () -> transport.send(PATIENT)))
          .isExactlyInstanceOf(OperationCancelledException.class)
          .hasMessageEndingWith(" - interrupted (attempt 1 of 5). Nothing was sent.");
    }
  }

  @Test
  void beforeItBegins() throws Exception {
    try (RawServer server = RawServer.saying("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
        Transport transport = Transports.builder(server.address()).build()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> transport.send(PATIENT).close())
          .isExactlyInstanceOf(OperationCancelledException.class);
      assertThat(Thread.interrupted()).isTrue();
      transport.send(PATIENT).close();
    }
  }
}
