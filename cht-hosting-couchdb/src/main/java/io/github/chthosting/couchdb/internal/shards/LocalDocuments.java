package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.DatabaseContents;
import io.github.chthosting.couchdb.internal.IdLimit;
import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.LocalRows;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The {@code _local} documents of a range: checkpoints of replications, mostly. Neither {@code
 * _changes} nor internal replication has them. Those that a file keeps about itself stay where they
 * are.
 */
final class LocalDocuments {
  private LocalDocuments() {}

  /**
   * Copies what the source has newer. A CHT has one checkpoint a phone, with a long history each,
   * so documents are read one at a time.
   *
   * @param alone whether nobody else writes to the target: then what the source does not have is
   *     deleted there
   */
  static int copy(ShardFile source, ShardFile target, boolean alone) {
    Map<String, String> left = revisions(target);
    int copied = copy(source, left, target, id -> true);
    if (alone) {
      left.forEach(target::deleteLocal);
    }
    return copied;
  }

  /** Copies what the source has newer of these ids. */
  static int copySome(ShardFile source, ShardFile target, Predicate<String> ids) {
    return copy(source, revisions(target), target, ids);
  }

  /**
   * Takes out of {@code known}, the target's, what the source has too. A local revision is {@code
   * 0-N}; each write makes it one more than the one that it names.
   */
  private static int copy(
      ShardFile source, Map<String, String> known, ShardFile target, Predicate<String> ids) {
    int copied = 0;
    try (LocalRows rows = source.localDocuments()) {
      while (rows.next()) {
        String id = rows.id();
        long number = number(rows.rev());
        boolean newer = number > number(known.remove(id));
        if (newer && !DatabaseContents.isOfFile(id) && ids.test(id)) {
          target.putLocal(id, rows.document(number > 1 ? "0-" + (number - 1) : ""));
          copied++;
        }
      }
    }
    return copied;
  }

  private static Map<String, String> revisions(ShardFile file) {
    Map<String, String> revisions = new HashMap<>();
    try (JsonRows rows = file.localRevisions()) {
      for (JsonNode row = rows.next(); row != null; row = rows.next()) {
        String id = row.path("id").asString("");
        if (!DatabaseContents.isOfFile(id)) {
          revisions.put(id, row.path("value").path("rev").asString(""));
          IdLimit.require(revisions.size(), "_local documents of " + file);
        }
      }
    }
    return revisions;
  }

  /** Zero for none. */
  private static long number(@Nullable String rev) {
    if (rev == null) {
      return 0;
    }
    return rev.matches("0-[0-9]{1,15}") ? Long.parseLong(rev.substring(2)) : 1;
  }
}
