package io.github.chthosting.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import org.jspecify.annotations.Nullable;

/**
 * The time limit of everything that comes before an answer's body: interim answers (1xx) and
 * headers may come one by one for ever, each of them in time. It begins when the request is sent.
 * {@link #end()} may be called from any thread.
 */
final class AnswerWatch {
  /**
   * Number of read limits after which an answer without a body counts as endless: that many waits,
   * each nearly to its limit, can still be a slow server.
   */
  private static final int WAITS = 3;

  private final Call call;
  private final Wire wire;
  private final long limit;
  private volatile boolean over;
  private boolean sent;
  private boolean ended;
  private @Nullable Future<?> next;

  private AnswerWatch(Call call, Wire wire, long limit) {
    this.call = call;
    this.wire = wire;
    this.limit = limit;
  }

  /** {@code readLimit} of each wait; zero for no limit. */
  static AnswerWatch of(Call call, Wire wire, Duration readLimit) {
    long limit = readLimit.toDays() > 20 ? 0 : readLimit.toNanos() * WAITS;
    AnswerWatch watch = new AnswerWatch(call, wire, limit);
    watch.begin();
    return watch;
  }

  private synchronized void begin() {
    next = limit > 0 ? later() : null;
  }

  private Future<?> later() {
    return StallWatch.TIMER.schedule(this::look, limit, TimeUnit.NANOSECONDS);
  }

  private synchronized void look() {
    if (ended) {
      return;
    }
    if (sent) {
      over = true;
      call.cancel();
    } else {
      // What is long to send, or was just sent, has its time still.
      sent = wire.isSent();
      next = later();
    }
  }

  /** Returns what a failure tells: a time-out if it comes from here. */
  Exception cause(Exception e) {
    if (!over || !(e instanceof IOException)) {
      return e;
    }
    SocketTimeoutException timeout = new SocketTimeoutException("timeout");
    timeout.initCause(e);
    return timeout;
  }

  /** The headers are here, or will not come. */
  synchronized void end() {
    ended = true;
    Future<?> current = next;
    if (current != null) {
      current.cancel(false);
    }
  }
}
