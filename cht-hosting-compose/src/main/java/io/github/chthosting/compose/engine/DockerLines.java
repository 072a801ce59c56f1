package io.github.chthosting.compose.engine;

import java.util.Iterator;

/**
 * The lines of a command under way, secrets made unreadable. {@code hasNext} waits for the next
 * line, and throws a {@link DockerException} if the command ended with another code than 0. Not
 * thread-safe, but for {@link #close}.
 */
public interface DockerLines extends Iterator<String>, AutoCloseable {

  /** Ends the command, which is then not taken to have failed. */
  @Override
  void close();
}
