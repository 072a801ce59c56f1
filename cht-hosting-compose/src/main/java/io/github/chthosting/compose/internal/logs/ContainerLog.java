package io.github.chthosting.compose.internal.logs;

import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerLines;
import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogLine;
import io.github.chthosting.platform.LogQuery;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** One container's lines: {@code TIME TEXT}, as {@code docker logs --timestamps} has them. */
public final class ContainerLog implements LogFeed {
  private final Container container;
  private final DockerLines lines;
  private final LogQuery query;
  private Instant last = Instant.EPOCH;
  private @Nullable LogLine next;

  public ContainerLog(Container container, DockerLines lines, LogQuery query) {
    this.container = container;
    this.lines = lines;
    this.query = query;
  }

  @Override
  public boolean hasNext() {
    while (next == null && lines.hasNext()) {
      LogLine line = line(lines.next());
      next = query.wants(line.text()) ? line : null;
    }
    return next != null;
  }

  private LogLine line(String line) {
    int space = line.indexOf(' ');
    String text = line;
    try {
      last = Instant.parse(space < 0 ? line : line.substring(0, space));
      text = space < 0 ? "" : line.substring(space + 1);
    } catch (DateTimeException e) {
      // A line of the command itself: it belongs where it stands.
    }
    return new LogLine(container.service(), container.status().name(), last, text);
  }

  /** The next line without taking it. */
  LogLine peek() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    return next;
  }

  @Override
  public LogLine next() {
    LogLine line = peek();
    next = null;
    return line;
  }

  @Override
  public void close() {
    lines.close();
  }
}
