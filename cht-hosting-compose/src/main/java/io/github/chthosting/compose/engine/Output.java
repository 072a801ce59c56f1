package io.github.chthosting.compose.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/** Reads one output of a process on a thread of its own, the last lines of it kept. */
final class Output {
  private final Deque<String> lines = new ArrayDeque<>();
  private final int kept;
  private final Consumer<String> onLine;
  private final Thread reader;

  Output(String name, InputStream in, int kept, Consumer<String> onLine) {
    this.kept = kept;
    this.onLine = onLine;
    this.reader = new Thread(() -> read(in), "cht-hosting " + name);
    reader.setDaemon(true);
    reader.start();
  }

  private void read(InputStream in) {
    try (BufferedReader text =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = text.readLine(); line != null; line = text.readLine()) {
        keep(line);
      }
    } catch (IOException e) {
      keep("(its output was cut: " + e.getMessage() + ")");
    }
  }

  private void keep(String line) {
    synchronized (lines) {
      lines.addLast(line);
      if (lines.size() > kept) {
        lines.removeFirst();
      }
    }
    onLine.accept(line);
  }

  /** Waits for the end of the output, which a grandchild may hold open: not for ever. */
  void join(long millis) throws InterruptedException {
    reader.join(millis);
  }

  List<String> lines() {
    synchronized (lines) {
      return new ArrayList<>(lines);
    }
  }
}
