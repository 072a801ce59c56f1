package io.github.chthosting.examples;

import io.github.chthosting.Progress;
import java.io.PrintStream;
import java.util.function.Consumer;

/** Draws progress: over itself on a terminal, a line for each tenth elsewhere. */
final class ProgressBar implements Consumer<Progress> {
  private static final int WIDTH = 30;

  private final PrintStream out;

  // examples/run sets jdk.console=java.base, so it is null without a terminal on newer JDKs too.
  @SuppressWarnings("SystemConsoleNull")
  private final boolean terminal = System.console() != null;

  private String phase = "";
  private long tenth = -1;

  ProgressBar(PrintStream out) {
    this.out = out;
  }

  @Override
  public void accept(Progress progress) {
    if (progress.total() <= 0) {
      return;
    }
    if (terminal) {
      out.print("\r\u001b[K" + line(progress));
    } else if (isNews(progress)) {
      out.println(line(progress));
    }
  }

  /** Ends the line that is drawn over. */
  void end() {
    if (terminal) {
      out.println();
    }
  }

  private boolean isNews(Progress progress) {
    long reached = progress.done() * 10 / progress.total();
    boolean news = reached > tenth || !progress.phase().equals(phase);
    tenth = Math.max(tenth, reached);
    phase = progress.phase();
    return news;
  }

  private static String line(Progress progress) {
    long total = progress.total();
    int filled = (int) Math.min(WIDTH, progress.done() * WIDTH / total);
    String bar = "#".repeat(filled) + ".".repeat(WIDTH - filled);
    return "  [%s] %,d of %,d %s, %s"
        .formatted(bar, progress.done(), total, progress.unit(), progress.phase());
  }
}
