package io.github.chthosting.couchdb.shards;

import io.github.chthosting.couchdb.DatabaseInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints a shard map: a row a range, a column a node, and sums. */
final class ShardTable {
  private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

  private final ShardMap map;
  private final List<String> nodes;
  private final List<List<String>> rows = new ArrayList<>();

  private ShardTable(ShardMap map) {
    this.map = map;
    this.nodes = map.nodes();
  }

  static String of(ShardMap map) {
    return new ShardTable(map).text();
  }

  private String text() {
    List<String> header = new ArrayList<>(nodes);
    header.add(0, "range");
    rows.add(header);
    map.shards().forEach(shard -> rows.add(row(shard)));
    if (map.shards().stream().anyMatch(ShardTable::isSized)) {
      rows.add(sums());
    }
    StringBuilder text = new StringBuilder(title()).append('\n');
    rows.forEach(row -> text.append(line(row)).append('\n'));
    return text.toString();
  }

  private String title() {
    String title = "%s: q=%d on %d nodes".formatted(map.database(), map.q(), nodes.size());
    return map.partitioned() ? title + ", partitioned" : title;
  }

  private List<String> row(Shard shard) {
    List<String> row = new ArrayList<>(List.of(shard.range().toString()));
    for (String node : nodes) {
      row.add(
          shard.on(node).map(copy -> copy.info().map(ShardTable::cell).orElse("x")).orElse("-"));
    }
    return row;
  }

  private List<String> sums() {
    List<String> row = new ArrayList<>(List.of("sum"));
    for (String node : nodes) {
      List<DatabaseInfo> infos =
          map.shards().stream()
              .flatMap(shard -> shard.on(node).stream())
              .flatMap(copy -> copy.info().stream())
              .toList();
      row.add(
          cell(
              infos.stream().mapToLong(DatabaseInfo::documents).sum(),
              infos.stream().mapToLong(info -> info.sizes().active()).sum()));
    }
    return row;
  }

  private static boolean isSized(Shard shard) {
    return shard.copies().stream().anyMatch(copy -> copy.info().isPresent());
  }

  private static String cell(DatabaseInfo info) {
    return cell(info.documents(), info.sizes().active());
  }

  private static String cell(long documents, long bytes) {
    return String.format(Locale.ROOT, "%,d docs %s", documents, size(bytes));
  }

  private static String size(long bytes) {
    double size = bytes;
    int unit = 0;
    while (size >= 999.5 && unit < UNITS.length - 1) {
      size /= 1000;
      unit++;
    }
    return String.format(
        Locale.ROOT, unit == 0 || size >= 99.5 ? "%.0f %s" : "%.1f %s", size, UNITS[unit]);
  }

  private String line(List<String> row) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      int width = width(column);
      String format = column == 0 ? "%-" + width + "s" : "   %" + width + "s";
      line.append(String.format(Locale.ROOT, format, row.get(column)));
    }
    return line.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(1);
  }
}
