package io.github.chthosting.compose.engine;

import io.github.chthosting.OperationCancelledException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Reads a process as fast as somebody asks: its pipe is the only buffer. */
final class ProcessLines implements DockerLines {
  private static final int QUOTED = 20;

  private final DockerCommand command;
  private final Process process;
  private final Redaction redaction;
  private final BufferedReader reader;
  private final Deque<String> last = new ArrayDeque<>();
  private @Nullable String next;
  private volatile boolean closed;

  ProcessLines(DockerCommand command, Process process, Redaction redaction) {
    this.command = command;
    this.process = process;
    this.redaction = redaction;
    this.reader =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  @Override
  public boolean hasNext() {
    if (next == null && !closed) {
      next = read();
    }
    return next != null;
  }

  private @Nullable String read() {
    try {
      String line = reader.readLine();
      if (line == null) {
        ended();
        return null;
      }
      String clean = redaction.apply(line);
      last.addLast(clean);
      if (last.size() > QUOTED) {
        last.removeFirst();
      }
      return clean;
    } catch (IOException e) {
      // Closing ends a read under way.
      return null;
    }
  }

  private void ended() {
    try {
      int code = process.waitFor();
      if (code != 0 && !closed) {
        throw new DockerException(
            command, DockerProblem.of(new ArrayList<>(last)), code, new ArrayList<>(last), null);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException(command.toString(), command + " - cancelled.", e);
    }
  }

  @Override
  public String next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    String line = next;
    next = null;
    return line;
  }

  @Override
  public void close() {
    closed = true;
    ProcessDockerCli.end(process);
  }
}
