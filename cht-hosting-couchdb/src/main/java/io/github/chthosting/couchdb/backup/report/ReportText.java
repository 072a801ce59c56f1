package io.github.chthosting.couchdb.backup.report;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** The lines of a report, of which a person wants to read a few. */
final class ReportText {
  /** A CHT has a handful of databases, and one for each user. */
  private static final int SOME = 20;

  private final StringBuilder text = new StringBuilder();

  void line(String format, Object... values) {
    text.append(text.isEmpty() ? "" : "\n").append(format(format, values));
  }

  /** A line for each of the first, and how many more there are. */
  <T> void some(List<T> all, String name, Function<T, String> shown) {
    all.stream().limit(SOME).forEach(one -> line("  %s", shown.apply(one)));
    if (all.size() > SOME) {
      line("  and %,d more %s", all.size() - SOME, name);
    }
  }

  static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
