package io.github.chthosting.couchdb.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.HostingException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The elements of the one array in an answer such as {@code {"total_rows":2,"rows":[…]}}, read one
 * at a time as they arrive. An error that CouchDB sends after a good beginning is thrown, and so is
 * an end before the end. Not thread-safe, except {@link #close()}.
 */
public final class JsonRows implements AutoCloseable {
  /** What every element of an answer has at least one of, and an error in its place has not. */
  private static final Set<String> MARKS = Set.of("id", "_id", "key", "seq", "value");

  private final Reply reply;
  private final ObjectMapper mapper;
  private final TailStream stream;
  private final JsonParser parser;
  private final ObjectNode head;
  private final ObjectNode tail;
  private long delivered;
  private boolean ended;
  private @Nullable JsonToken ahead;

  private JsonRows(Reply reply, ObjectMapper mapper, TailStream stream, JsonParser parser) {
    this.reply = reply;
    this.mapper = mapper;
    this.stream = stream;
    this.parser = parser;
    this.head = mapper.createObjectNode();
    this.tail = mapper.createObjectNode();
  }

  /** Sends {@code call} and reads up to the array named {@code array}. */
  public static JsonRows open(Wire wire, Call call, String array) {
    Reply reply = wire.send(call);
    try {
      TailStream stream = new TailStream(reply.body());
      JsonParser parser = wire.mapper().getFactory().createParser(stream);
      JsonRows rows = new JsonRows(reply, wire.mapper(), stream, parser);
      rows.begin(array);
      return rows;
    } catch (IOException e) {
      reply.close();
      throw Refusal.cut(reply.operation(), "0 rows", e);
    } catch (RuntimeException e) {
      reply.close();
      throw e;
    }
  }

  private void begin(String array) {
    try {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw Refusal.notJson(reply, null);
      }
      ended = !members(head, array);
    } catch (IOException e) {
      throw broken(e);
    }
    refuseError(head);
  }

  /**
   * Reads members into {@code target} up to the array's start (true) or the object's end (false).
   */
  private boolean members(ObjectNode target, String array) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (parser.nextToken() == JsonToken.START_ARRAY && name.equals(array)) {
        return true;
      }
      target.set(name, tree());
    }
    return false;
  }

  private JsonNode tree() throws IOException {
    return mapper.readTree(parser);
  }

  /** The members before the array. */
  public ObjectNode head() {
    return head;
  }

  /** The members after the array; complete once {@link #next()} returned null. */
  public ObjectNode tail() {
    return tail;
  }

  /** How many elements were delivered. */
  public long delivered() {
    return delivered;
  }

  /** The next element, or null after the last. */
  public @Nullable JsonNode next() {
    if (ended) {
      return null;
    }
    try {
      JsonToken token = ahead == null ? parser.nextToken() : ahead;
      ahead = null;
      return token == JsonToken.END_ARRAY ? end() : element(token);
    } catch (IOException e) {
      throw broken(e);
    }
  }

  private JsonNode element(@Nullable JsonToken token) throws IOException {
    if (token == null) {
      throw broken(new IOException("the array has no end"));
    }
    JsonNode element = tree();
    if (isSuspicious(element)) {
      // An error in the place of the first element: what follows it is not JSON.
      ahead = parser.nextToken();
      if (ahead == null) {
        throw Refusal.inBody(reply.operation(), delivered + " rows", element);
      }
    }
    delivered++;
    return element;
  }

  private static boolean isSuspicious(JsonNode element) {
    return element.path("error").isTextual() && MARKS.stream().noneMatch(element::has);
  }

  private @Nullable JsonNode end() throws IOException {
    ended = true;
    members(tail, "");
    refuseError(tail);
    return null;
  }

  private void refuseError(ObjectNode members) {
    if (members.path("error").isTextual()) {
      throw Refusal.inBody(reply.operation(), delivered + " rows", members);
    }
  }

  private HostingException broken(IOException cause) {
    ended = true;
    String where = delivered + " rows";
    if (!(cause instanceof JsonProcessingException)) {
      return Refusal.cut(reply.operation(), where, cause);
    }
    try {
      JsonNode last = mapper.readTree(stream.lastLine());
      if (last != null && last.path("error").isTextual()) {
        return Refusal.inBody(reply.operation(), where, last);
      }
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return Refusal.cut(reply.operation(), where, cause);
  }

  @Override
  public void close() {
    reply.close();
  }
}
