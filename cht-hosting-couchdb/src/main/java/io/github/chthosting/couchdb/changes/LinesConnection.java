package io.github.chthosting.couchdb.changes;

import io.github.chthosting.couchdb.internal.Refusal;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.EOFException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A continuous answer: a row a line, empty lines as heartbeat, {@code last_seq} as the last line.
 */
final class LinesConnection implements Connection {
  private final Reply reply;
  private final ObjectMapper mapper;
  private @Nullable JsonParser parser;
  private JsonNode end = MissingNode.getInstance();
  private long rows;

  LinesConnection(Wire wire, Call call) {
    this.mapper = wire.mapper();
    this.reply = wire.send(call);
  }

  @Override
  public @Nullable JsonNode next() {
    JsonNode row = line();
    if (row.has("last_seq")) {
      end = row;
      return null;
    }
    if (row.path("error").isString() && !row.has("id")) {
      throw Refusal.inBody(reply.operation(), rows + " rows", row);
    }
    rows++;
    return row;
  }

  private JsonNode line() {
    try {
      if (parser == null) {
        // Not earlier: it waits for the first four bytes, and heartbeats are one each.
        parser = mapper.createParser(reply.body());
      }
      if (parser.nextToken() == null) {
        throw new EOFException("no last_seq");
      }
      return mapper.readTree(parser);
    } catch (JacksonException | IOException e) {
      throw Refusal.cut(reply.operation(), rows + " rows", e);
    }
  }

  @Override
  public JsonNode end() {
    return end;
  }

  @Override
  public void close() {
    reply.close();
  }
}
