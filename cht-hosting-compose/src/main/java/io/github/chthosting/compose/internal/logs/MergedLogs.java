package io.github.chthosting.compose.internal.logs;

import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogLine;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;

/** Logs that end, in the order of time: of each, one line is held. */
public final class MergedLogs implements LogFeed {
  private final List<ContainerLog> logs;

  public MergedLogs(List<ContainerLog> logs) {
    this.logs = List.copyOf(logs);
  }

  @Override
  public boolean hasNext() {
    return first().isPresent();
  }

  private Optional<ContainerLog> first() {
    return logs.stream()
        .filter(ContainerLog::hasNext)
        .min(Comparator.comparing(each -> each.peek().time()));
  }

  @Override
  public LogLine next() {
    return first().orElseThrow(NoSuchElementException::new).next();
  }

  @Override
  public void close() {
    logs.forEach(ContainerLog::close);
  }
}
