package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.platform.Cost;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A layout to look at. */
final class LayoutText {
  private static final int WIDTH = 800;
  private static final int ROW = 22;
  private static final int LABEL = 180;

  private LayoutText() {}

  static String table(ClusterLayout layout) {
    List<String> nodes = List.copyOf(layout.shares().keySet());
    int name = layout.databases().stream().mapToInt(db -> db.name().length()).max().orElse(8);
    StringBuilder text = new StringBuilder(line(name, "database", "q", "n", "bytes", nodes));
    for (DatabaseLayout database : layout.databases()) {
      List<String> cells = nodes.stream().map(node -> cell(database, node)).toList();
      String q = Integer.toString(database.ranges().size());
      String n = Integer.toString(database.replicas());
      text.append(line(name, database.name(), q, n, Cost.words(database.bytes()), cells));
    }
    List<String> sums = layout.shares().values().stream().map(LayoutText::cell).toList();
    text.append(line(name, "", "", "", "", sums));
    layout.findings().forEach(finding -> text.append(finding).append('\n'));
    return text.toString();
  }

  private static String cell(ClusterLayout.Share share) {
    return share.copies() + " (" + Cost.words(share.bytes()) + ")";
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

  static String svg(ClusterLayout layout) {
    List<String> nodes = List.copyOf(layout.shares().keySet());
    List<String> shapes = new ArrayList<>();
    int top = ROW;
    for (DatabaseLayout database : layout.databases()) {
      shapes.add(text(4, top - 6, database.name() + ", " + Cost.words(database.bytes())));
      for (String node : nodes) {
        shapes.add(text(4, top + 15, node));
        shapes.addAll(row(database, node, top));
        top += ROW;
      }
      top += 2 * ROW;
    }
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"11\">%n%s%n</svg>%n"
        .formatted(LABEL + WIDTH + 10, top, String.join("\n", shapes));
  }

  /** Along the row lie the hashes; a copy is as high as its bytes, against the largest. */
  private static List<String> row(DatabaseLayout database, String node, int top) {
    long largest =
        database.ranges().stream().mapToLong(DatabaseLayout.Range::bytes).max().orElse(0);
    List<String> shapes = new ArrayList<>();
    for (DatabaseLayout.Range range : database.ranges()) {
      if (range.nodes().contains(node)) {
        double x = LABEL + WIDTH * (range.range().first() / (double) (ShardRange.HIGHEST + 1));
        double end =
            LABEL + WIDTH * ((range.range().last() + 1) / (double) (ShardRange.HIGHEST + 1));
        double part = largest == 0 ? 1 : Math.max(0.1, range.bytes() / (double) largest);
        double height = (ROW - 4) * part;
        shapes.add(
            String.format(
                Locale.ROOT,
                "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"><title>%s %s %s</title></rect>",
                x,
                top + ROW - 2 - height,
                Math.max(1, end - x - 1),
                height,
                "#47a",
                range.range(),
                escaped(node),
                Cost.words(range.bytes())));
      }
    }
    return shapes;
  }

  private static String text(int x, int y, String text) {
    return "<text x=\"%d\" y=\"%d\">%s</text>".formatted(x, y, escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
