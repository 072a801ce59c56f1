package io.github.chthosting.platform;

import java.util.Iterator;

/**
 * Lines of logs, pulled one by one: what nobody pulls waits where it comes from, and is not
 * collected here. {@code hasNext} waits for the next line; false means that all were told, or that
 * it was closed. Not thread-safe, but for {@link #close}.
 */
public interface LogFeed extends Iterator<LogLine>, AutoCloseable {

  /** Ends it, also while another thread waits in {@code hasNext}. */
  @Override
  void close();
}
