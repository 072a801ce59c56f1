package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.ByteSize;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Draws a layout as SVG: a block a database, a row a node. Along the row lie the hashes, so a copy
 * is as wide as its range; it is as high as its bytes, against the largest of the whole picture.
 * Red is a copy on a node that is no member or does not answer, orange one of a database with a
 * finding; a hole is hatched over all rows.
 */
final class LayoutPicture {
  private static final int WIDTH = 800;
  private static final int ROW = 26;
  private static final int TITLE = 24;

  private final ClusterLayout layout;
  private final List<String> nodes;
  private final int label;
  private final long largest;
  private final Set<String> troubled = new HashSet<>();
  private final List<String> shapes = new ArrayList<>();
  private int top = 12;

  LayoutPicture(ClusterLayout layout) {
    this.layout = layout;
    this.nodes = List.copyOf(layout.shares().keySet());
    this.label = 20 + 7 * nodes.stream().mapToInt(String::length).max().orElse(10);
    this.largest =
        layout.databases().stream()
            .flatMap(database -> database.ranges().stream())
            .mapToLong(DatabaseLayout.Range::bytes)
            .max()
            .orElse(0);
    layout.findings().stream()
        .filter(finding -> !LayoutProblem.isOfCluster(finding))
        .forEach(finding -> troubled.add(finding.subject()));
  }

  String svg() {
    layout.databases().forEach(this::block);
    layout.findings().stream().limit(20).forEach(this::finding);
    return """
        <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
        <defs><pattern id="hole" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="8" fill="#c33"/></pattern></defs>
        <rect width="100%%" height="100%%" fill="#fff"/>
        %s
        </svg>
        """
        .formatted(label + WIDTH + 90, top + 8, String.join("\n", shapes));
  }

  private void block(DatabaseLayout database) {
    String title =
        "%s: q=%d, n=%d, %s a copy"
            .formatted(
                database.name(),
                database.ranges().size(),
                database.replicas(),
                ByteSize.format(database.bytes()));
    text(8, top + 14, title, "font-weight=\"bold\"");
    top += TITLE;
    int first = top;
    nodes.forEach(node -> row(database, node));
    holes(database, first);
    top += 14;
  }

  private void row(DatabaseLayout database, String node) {
    boolean up = layout.node(node).map(ClusterLayout.Node::reachable).orElse(false);
    text(8, top + 17, node, up ? "" : "fill=\"#c33\"");
    shapes.add(rect(label, top, WIDTH, ROW - 2, "#f0f2f5", ""));
    long sum = 0;
    for (DatabaseLayout.Range range : database.ranges()) {
      if (range.nodes().contains(node)) {
        sum += range.bytes();
        copy(database, range, node, up);
      }
    }
    text(label + WIDTH + 8, top + 17, ByteSize.format(sum), "fill=\"#555\"");
    top += ROW;
  }

  private void copy(DatabaseLayout database, DatabaseLayout.Range range, String node, boolean up) {
    double part = largest == 0 ? 1 : Math.max(0.12, range.bytes() / (double) largest);
    double height = (ROW - 4) * part;
    String colour = !up ? "#c33" : troubled.contains(database.name()) ? "#d98020" : "#3b76b5";
    String tip = "%s %s %s".formatted(range.range(), node, ByteSize.format(range.bytes()));
    double from = x(range.range().first());
    double width = Math.max(1, x(range.range().last() + 1) - from - 1);
    shapes.add(rect(from, top + ROW - 3 - height, width, height, colour, tip));
  }

  private void holes(DatabaseLayout database, int first) {
    long next = 0;
    for (DatabaseLayout.Range range : database.ranges()) {
      if (range.range().first() > next) {
        hole(next, range.range().first(), first);
      }
      next = Math.max(next, range.range().last() + 1);
    }
    if (next <= ShardRange.HIGHEST) {
      hole(next, ShardRange.HIGHEST + 1, first);
    }
  }

  private void hole(long from, long end, int first) {
    String tip = "hole %08x-%08x".formatted(from, end - 1);
    shapes.add(rect(x(from), first, x(end) - x(from), top - first - 2, "url(#hole)", tip));
  }

  private double x(long hash) {
    return label + WIDTH * (hash / (double) (ShardRange.HIGHEST + 1));
  }

  private void finding(Finding finding) {
    text(8, top + 14, finding.toString(), "fill=\"#c33\"");
    top += 18;
  }

  private static String rect(
      double x, double y, double width, double height, String fill, String tip) {
    String title = tip.isEmpty() ? "" : "<title>" + escaped(tip) + "</title>";
    return String.format(
        Locale.ROOT,
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\">%s</rect>",
        x,
        y,
        width,
        height,
        fill,
        title);
  }

  private void text(int x, int y, String text, String more) {
    shapes.add("<text x=\"%d\" y=\"%d\" %s>%s</text>".formatted(x, y, more, escaped(text)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
  }
}
