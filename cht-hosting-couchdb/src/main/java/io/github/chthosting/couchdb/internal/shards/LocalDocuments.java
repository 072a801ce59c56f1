package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.DatabaseContents;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The {@code _local} documents of a range: checkpoints of replications, mostly. Neither {@code
 * _changes} nor internal replication has them. Those that a file keeps about itself stay where they
 * are.
 */
final class LocalDocuments {
  private LocalDocuments() {}

  /**
   * Copies what the source has newer.
   *
   * @param alone whether nobody else writes to the target: then what the source does not have is
   *     deleted there
   */
  static int copy(ShardFile source, ShardFile target, boolean alone) {
    Map<String, JsonNode> from = of(source);
    Map<String, JsonNode> to = of(target);
    int copied = copy(from, to, target, id -> true);
    if (alone) {
      to.forEach((id, document) -> deleteUnless(from.containsKey(id), target, id, document));
    }
    return copied;
  }

  /** Copies what the source has newer of these ids. */
  static int copySome(ShardFile source, ShardFile target, Predicate<String> ids) {
    return copy(of(source), of(target), target, ids);
  }

  private static int copy(
      Map<String, JsonNode> from,
      Map<String, JsonNode> to,
      ShardFile target,
      Predicate<String> ids) {
    int copied = 0;
    for (Map.Entry<String, JsonNode> entry : from.entrySet()) {
      boolean newer = number(entry.getValue()) > number(to.get(entry.getKey()));
      if (newer && ids.test(entry.getKey())) {
        put(target, entry.getKey(), entry.getValue());
        copied++;
      }
    }
    return copied;
  }

  private static void deleteUnless(boolean known, ShardFile file, String id, JsonNode document) {
    if (!known) {
      file.deleteLocal(id, document.path("_rev").asString(""));
    }
  }

  private static Map<String, JsonNode> of(ShardFile file) {
    Map<String, JsonNode> documents = new LinkedHashMap<>();
    for (JsonNode row : file.localDocuments()) {
      String id = row.path("id").asString("");
      if (!DatabaseContents.isOfFile(id)) {
        documents.put(id, row.path("doc"));
      }
    }
    return documents;
  }

  /** A local revision is {@code 0-N}; each write makes it one more than the one that it names. */
  private static void put(ShardFile target, String id, JsonNode document) {
    ObjectNode copy = ((ObjectNode) document).deepCopy();
    long number = number(document);
    if (number > 1) {
      copy.put("_rev", "0-" + (number - 1));
    } else {
      copy.remove("_rev");
    }
    target.putLocal(id, copy);
  }

  private static long number(@Nullable JsonNode document) {
    if (document == null) {
      return 0;
    }
    String rev = document.path("_rev").asString("");
    return rev.matches("0-[0-9]{1,15}") ? Long.parseLong(rev.substring(2)) : 1;
  }
}
