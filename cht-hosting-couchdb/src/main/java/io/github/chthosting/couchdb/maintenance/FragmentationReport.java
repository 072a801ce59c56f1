package io.github.chthosting.couchdb.maintenance;

import io.github.chthosting.ByteSize;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The part of all files that compactions would free.
 *
 * @param files databases and indexes of views, those with the most to free first
 */
public record FragmentationReport(List<Fragmentation> files) {
  public FragmentationReport {
    files =
        files.stream()
            .sorted(
                Comparator.comparingLong(Fragmentation::reclaimable)
                    .reversed()
                    .thenComparing(Fragmentation::name))
            .toList();
  }

  /** Returns the bytes of all files. */
  public long bytes() {
    return files.stream().mapToLong(file -> file.sizes().file()).sum();
  }

  /** Returns the bytes that compactions would free. */
  public long reclaimable() {
    return files.stream().mapToLong(Fragmentation::reclaimable).sum();
  }

  /** Returns the bytes of all indexes of views: what one more set of them would take, about. */
  public long indexBytes() {
    return files.stream()
        .filter(file -> file.design().isPresent())
        .mapToLong(file -> file.sizes().active())
        .sum();
  }

  /** Returns a row a file. */
  public String table() {
    StringBuilder text = new StringBuilder();
    text.append("%-48s %10s %10s %10s %6s%n".formatted("", "on disk", "in use", "to free", ""));
    for (Fragmentation file : files) {
      text.append(row(file.name(), file.sizes().file(), file.sizes().active(), file.share()));
    }
    double share = bytes() == 0 ? 0 : (double) reclaimable() / bytes();
    return text.append(row("all, one copy each", bytes(), bytes() - reclaimable(), share))
        .toString()
        .stripTrailing();
  }

  private static String row(String name, long file, long active, double share) {
    return "%-48s %10s %10s %10s %5.0f%%%n"
        .formatted(
            name,
            ByteSize.format(file),
            ByteSize.format(active),
            ByteSize.format(Math.max(0, file - active)),
            100 * share);
  }

  /** Returns all of it as JSON, sizes in bytes. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("bytes", bytes()).put("reclaimable", reclaimable());
    ArrayNode all = json.putArray("files");
    for (Fragmentation file : files) {
      ObjectNode one = all.addObject().put("database", file.database());
      file.design().ifPresent(design -> one.put("design", design));
      one.put("file", file.sizes().file()).put("active", file.sizes().active());
    }
    return json;
  }

  @Override
  public String toString() {
    return table();
  }
}
