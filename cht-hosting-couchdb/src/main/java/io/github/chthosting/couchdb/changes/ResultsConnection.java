package io.github.chthosting.couchdb.changes;

import io.github.chthosting.couchdb.internal.JsonRows;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A normal or longpoll answer: one object with {@code results}. */
final class ResultsConnection implements Connection {
  private final JsonRows rows;

  ResultsConnection(Wire wire, Call call) {
    this.rows = JsonRows.open(wire, call, "results");
  }

  @Override
  public @Nullable JsonNode next() {
    return rows.next();
  }

  @Override
  public JsonNode end() {
    return rows.tail();
  }

  @Override
  public void close() {
    rows.close();
  }
}
