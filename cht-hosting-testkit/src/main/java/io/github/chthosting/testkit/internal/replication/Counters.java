package io.github.chthosting.testkit.internal.replication;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The counts of what a replication has done so far. Thread-safe. */
final class Counters {
  private long checked;
  private long found;
  private long before;
  private long read;
  private long written;
  private long failed;
  private @Nullable String through;
  private @Nullable Long pending;

  /** Counts on from an entry of a checkpoint's history, as CouchDB does. */
  synchronized void goOn(JsonNode entry) {
    checked = entry.path("missing_checked").asLong(0);
    found = entry.path("missing_found").asLong(0);
    read = entry.path("docs_read").asLong(0);
    written = entry.path("docs_written").asLong(0);
    failed = entry.path("doc_write_failures").asLong(0);
    before = found;
  }

  synchronized void compared(long revisions, long missing) {
    checked += revisions;
    found += missing;
  }

  synchronized void wrote(long documents, long refused) {
    read += documents;
    written += documents - refused;
    failed += refused;
  }

  synchronized void reached(String seq, @Nullable Long left) {
    through = seq;
    pending = left;
  }

  /** Returns whether nothing was missing since it began. */
  synchronized boolean isEmpty() {
    return found == before;
  }

  /** The counts as a checkpoint has them. */
  synchronized ObjectNode history() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("missing_checked", checked).put("missing_found", found);
    json.put("docs_read", read).put("docs_written", written);
    json.put("doc_write_failures", failed);
    return json.put("bulk_get_docs", 0).put("bulk_get_attempts", 0);
  }

  /** The counts as the scheduler has them. */
  synchronized ObjectNode info() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("revisions_checked", checked).put("missing_revisions_found", found);
    json.put("docs_read", read).put("docs_written", written);
    json.put("changes_pending", pending).put("doc_write_failures", failed);
    json.put("bulk_get_docs", 0).put("bulk_get_attempts", 0);
    return json.put("checkpointed_source_seq", through == null ? "0" : through);
  }
}
