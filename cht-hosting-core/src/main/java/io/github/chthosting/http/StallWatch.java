package io.github.chthosting.http;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;

/**
 * The time limit of the reads of a long answer, in place of those of OkHttp and of the socket: they
 * cost each read four system calls and wake another thread, a fifth of all that a backup's process
 * does. This one looks once in a limit's time. One thread reads; {@link #end()} may be called from
 * any.
 */
final class StallWatch {
  static final ScheduledThreadPoolExecutor TIMER = timer();

  private final Call call;
  private final long limit;
  private volatile long waitingSince;
  private volatile boolean stalled;
  private volatile boolean ended;
  private volatile Future<?> next;

  private StallWatch(Call call, long limit) {
    this.call = call;
    this.limit = limit;
    this.next = in(limit);
  }

  /** Takes the limit of that answer over. */
  static StallWatch of(Exchange exchange) throws IOException {
    exchange.response().body().source().timeout().timeout(0, TimeUnit.NANOSECONDS);
    exchange.wire().waitForEver();
    return new StallWatch(exchange.call(), exchange.readLimit().toNanos());
  }

  private static ScheduledThreadPoolExecutor timer() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "cht-hosting stalled answers");
              thread.setDaemon(true);
              return thread;
            });
    timer.setRemoveOnCancelPolicy(true);
    timer.setKeepAliveTime(10, TimeUnit.SECONDS);
    timer.allowCoreThreadTimeOut(true);
    return timer;
  }

  /** A read begins. */
  void waiting() {
    waitingSince = System.nanoTime() | 1; // never zero
  }

  /** Notes that the wait has ended. */
  void served() {
    waitingSince = 0;
  }

  /** Returns what a read that failed tells: a time-out if it was ended from here. */
  IOException cause(IOException e) {
    if (!stalled) {
      return e;
    }
    SocketTimeoutException timeout = new SocketTimeoutException("timeout");
    timeout.initCause(e);
    return timeout;
  }

  /** Stops watching. */
  void end() {
    ended = true;
    next.cancel(false);
  }

  private void look() {
    if (ended) {
      return;
    }
    long since = waitingSince;
    long left = since == 0 ? limit : limit - (System.nanoTime() - since);
    if (left > 0) {
      next = in(left);
    } else {
      stalled = true;
      call.cancel();
    }
  }

  private Future<?> in(long nanos) {
    return TIMER.schedule(this::look, nanos, TimeUnit.NANOSECONDS);
  }
}
