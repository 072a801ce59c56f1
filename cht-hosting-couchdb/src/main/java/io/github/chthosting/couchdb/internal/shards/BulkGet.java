package io.github.chthosting.couchdb.internal.shards;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.chthosting.couchdb.internal.Refusal;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads revisions with their history through the cluster, as a node alone has no {@code _bulk_get}.
 * What it does not find was replaced meanwhile, and comes again in the feed.
 */
final class BulkGet {
  private static final int LIMIT = 256 << 20;

  private final Wire wire;
  private final String database;

  BulkGet(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
  }

  /** Adds the bytes of each revision that is found to {@code batch}. */
  void fetch(List<FeedRow> rows, Batch batch) {
    List<Map<String, String>> wanted = new ArrayList<>();
    for (FeedRow row : rows) {
      row.revisions().forEach(rev -> wanted.add(Map.of("id", row.id(), "rev", rev)));
    }
    if (wanted.isEmpty()) {
      return;
    }
    try (Reply reply =
        wire.send(
            wire.post(List.of(database, "_bulk_get"), Map.of("docs", wanted))
                .query("revs", true)
                .asRepeatable())) {
      read(reply, batch);
    }
  }

  private void read(Reply reply, Batch batch) {
    byte[] text = reply.bytes(LIMIT);
    try (JsonParser parser = wire.mapper().createParser(text)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.FIELD_NAME && parser.currentName().equals("ok")) {
          parser.nextToken();
          int from = (int) parser.currentTokenLocation().getByteOffset();
          parser.skipChildren();
          batch.add(text, from, (int) parser.currentLocation().getByteOffset() - from);
        }
      }
    } catch (IOException e) {
      throw Refusal.notJson(reply, e);
    }
  }
}
