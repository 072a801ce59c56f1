package io.github.chthosting.compose.internal.logs;

import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogLine;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Logs that go on, as their lines come: a thread reads each, and waits when a few lines were not
 * pulled.
 */
public final class FollowedLogs implements LogFeed {
  private static final int WAITING = 64;
  private static final long LOOK_MILLIS = 200;

  /** A line, or why there are no more of one log. */
  private record Told(@Nullable LogLine line, @Nullable RuntimeException failure) {}

  private final BlockingQueue<Told> told = new ArrayBlockingQueue<>(WAITING);
  private final List<ContainerLog> logs;
  private final List<Thread> readers = new ArrayList<>();
  private int open;
  private @Nullable LogLine next;
  private volatile boolean closed;

  public FollowedLogs(List<ContainerLog> logs) {
    this.logs = List.copyOf(logs);
    this.open = logs.size();
    for (ContainerLog log : logs) {
      Thread reader = new Thread(() -> read(log), "cht-hosting logs");
      reader.setDaemon(true);
      readers.add(reader);
    }
    readers.forEach(Thread::start);
  }

  private void read(ContainerLog log) {
    try {
      RuntimeException failure = null;
      try {
        while (!closed && log.hasNext()) {
          told.put(new Told(log.next(), null));
        }
      } catch (RuntimeException e) {
        failure = e;
      }
      told.put(new Told(null, failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // it was closed
    }
  }

  @Override
  public boolean hasNext() {
    while (next == null && open > 0 && !closed) {
      take().ifPresent(this::heard);
    }
    return next != null && !closed;
  }

  private void heard(Told heard) {
    next = heard.line();
    if (next == null) {
      open--;
      if (heard.failure() != null) {
        throw heard.failure();
      }
    }
  }

  private Optional<Told> take() {
    try {
      return Optional.ofNullable(told.poll(LOOK_MILLIS, TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      close();
      throw new OperationCancelledException("follow logs", "follow logs: interrupted", e);
    }
  }

  @Override
  public LogLine next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    LogLine line = next;
    next = null;
    return line;
  }

  @Override
  public void close() {
    closed = true;
    logs.forEach(ContainerLog::close);
    readers.forEach(Thread::interrupt);
  }
}
