package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.ByteSize;
import java.util.List;
import java.util.Locale;

/** A layout to look at. */
final class LayoutText {
  private LayoutText() {}

  static String table(ClusterLayout layout) {
    List<String> nodes = List.copyOf(layout.shares().keySet());
    int name = layout.databases().stream().mapToInt(db -> db.name().length()).max().orElse(8);
    StringBuilder text = new StringBuilder(line(name, "database", "q", "n", "bytes", nodes));
    for (DatabaseLayout database : layout.databases()) {
      List<String> cells = nodes.stream().map(node -> cell(database, node)).toList();
      String q = Integer.toString(database.ranges().size());
      String n = Integer.toString(database.replicas());
      text.append(line(name, database.name(), q, n, ByteSize.format(database.bytes()), cells));
    }
    List<String> sums = layout.shares().values().stream().map(LayoutText::cell).toList();
    text.append(line(name, "", "", "", "", sums));
    layout.findings().forEach(finding -> text.append(finding).append('\n'));
    return text.toString();
  }

  private static String cell(ClusterLayout.Share share) {
    return share.copies() + " (" + ByteSize.format(share.bytes()) + ")";
  }

  private static String cell(DatabaseLayout database, String node) {
    long copies = database.ranges().stream().filter(range -> range.nodes().contains(node)).count();
    return copies == 0 ? "-" : Long.toString(copies);
  }

  private static String line(
      int width, String name, String q, String n, String bytes, List<String> cells) {
    StringBuilder line = new StringBuilder();
    line.append(String.format(Locale.ROOT, "%-" + width + "s %4s %3s %9s", name, q, n, bytes));
    cells.forEach(cell -> line.append(String.format(Locale.ROOT, "  %20s", cell)));
    return line.append('\n').toString();
  }
}
