package io.github.chthosting.testkit.internal.replication;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** What a replication has done so far. Thread-safe. */
final class Counters {
  private long checked;
  private long found;
  private long read;
  private long written;
  private long failed;
  private @Nullable String through;
  private @Nullable Long pending;

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

  synchronized boolean isEmpty() {
    return found == 0;
  }

  /** As a checkpoint has them. */
  synchronized ObjectNode history() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("missing_checked", checked).put("missing_found", found);
    json.put("docs_read", read).put("docs_written", written);
    json.put("doc_write_failures", failed);
    return json.put("bulk_get_docs", 0).put("bulk_get_attempts", 0);
  }

  /** As the scheduler has them. */
  synchronized ObjectNode info() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("revisions_checked", checked).put("missing_revisions_found", found);
    json.put("docs_read", read).put("docs_written", written);
    json.put("changes_pending", pending).put("doc_write_failures", failed);
    json.put("bulk_get_docs", 0).put("bulk_get_attempts", 0);
    return json.put("checkpointed_source_seq", through == null ? "0" : through);
  }
}
