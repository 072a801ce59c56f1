package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.plan.Marks;
import java.time.Duration;
import java.util.List;

/**
 * The documents that CouchDB's nodes have to copy among themselves, once both files are in the map:
 * these documents a node accepts from nobody else.
 */
final class InternalReplication {
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Wire wire;
  private final String database;
  private final String mark;
  private final Marks marks;

  InternalReplication(Wire wire, String database, String label, Marks marks) {
    this.wire = wire;
    this.database = database;
    this.mark = "refused:" + label;
    this.marks = marks;
  }

  /** Writes down that there is something: a later start must know, too. */
  void note(List<RowError> refused) {
    if (!refused.isEmpty() && isNone()) {
      RowError first = refused.get(0);
      marks.put(mark, first + "; " + RowError.wayOut(first.error()));
    }
  }

  boolean isNone() {
    return !marks.all().containsKey(mark);
  }

  /** Starts it, if there is something for it, and gives it a moment. */
  void await() {
    if (!isNone()) {
      wire.run(Call.of("POST", database, "_sync_shards").asRepeatable());
      Waiting.pause(PAUSE, "shard move");
    }
  }

  /** The first that was left to it, with reason and way out; empty if there is none. */
  @Override
  public String toString() {
    return isNone() ? "" : "Left to internal replication: " + marks.all().get(mark) + ".";
  }
}
