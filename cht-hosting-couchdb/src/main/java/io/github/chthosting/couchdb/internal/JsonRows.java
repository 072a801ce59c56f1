package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import java.io.EOFException;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * The elements of the one array in an answer such as {@code {"total_rows":2,"rows":[…]}}, read one
 * at a time as they arrive. An error that CouchDB sends after a good beginning is thrown, and so is
 * an end before the end. Not thread-safe, except {@link #close()}.
 */
public final class JsonRows implements AutoCloseable {
  /**
   * Members of which every element of an answer has at least one, and an error in its place has
   * none.
   */
  private static final Set<String> MARKS = Set.of("id", "_id", "key", "seq", "value");

  private final Reply reply;
  private final ObjectMapper mapper;
  private final String array;
  private final TailStream stream;
  private final ObjectNode head;
  private final ObjectNode tail;
  private @Nullable JsonParser parser;
  private @Nullable JsonToken ahead;
  private long delivered;
  private boolean ended;

  private JsonRows(Reply reply, ObjectMapper mapper, String array) {
    this.reply = reply;
    this.mapper = mapper;
    this.array = array;
    this.stream = new TailStream(reply.body());
    this.head = mapper.createObjectNode();
    this.tail = mapper.createObjectNode();
  }

  /** Sends {@code call}; reads nothing yet of an answer below 400. */
  public static JsonRows open(Wire wire, Call call, String array) {
    return new JsonRows(wire.send(call), wire.mapper(), array);
  }

  /** The members before the array. */
  public ObjectNode head() {
    try {
      begun();
      return head;
    } catch (JacksonException | IOException e) {
      throw broken(e);
    }
  }

  /** The members after the array; complete once {@link #next()} returned null. */
  public ObjectNode tail() {
    return tail;
  }

  /** The next element, or null after the last. */
  public @Nullable JsonNode next() {
    if (ended) {
      return null;
    }
    try {
      JsonParser from = begun();
      JsonToken token = ahead == null ? from.nextToken() : ahead;
      ahead = null;
      return token == JsonToken.END_ARRAY ? end(from) : element(from);
    } catch (JacksonException | IOException e) {
      throw broken(e);
    }
  }

  /** The parser, once it is behind the start of the array. */
  private JsonParser begun() throws IOException {
    if (parser != null) {
      return parser;
    }
    // What is left is looked at when the JSON breaks off.
    JsonParser fresh =
        mapper.reader().without(StreamReadFeature.AUTO_CLOSE_SOURCE).createParser(stream);
    parser = fresh;
    JsonToken first = fresh.nextToken();
    if (first == null) {
      throw new EOFException("an empty answer");
    }
    boolean found = first == JsonToken.START_OBJECT && members(fresh, head);
    refuseError(head);
    if (!found) {
      ended = true;
      throw Refusal.without(reply, array);
    }
    return fresh;
  }

  /** Reads members up to the start of the array (true) or the end of the object (false). */
  private boolean members(JsonParser from, ObjectNode target) {
    while (from.nextToken() == JsonToken.PROPERTY_NAME) {
      String name = from.currentName();
      if (from.nextToken() == JsonToken.START_ARRAY && name.equals(array)) {
        return true;
      }
      target.set(name, mapper.readTree(from));
    }
    return false;
  }

  private JsonNode element(JsonParser from) {
    JsonNode element = mapper.readTree(from);
    if (element.path("error").isString() && MARKS.stream().noneMatch(element::has)) {
      // Perhaps an error in the place of an element: then this finds no JSON behind it, and throws.
      ahead = from.nextToken();
    }
    delivered++;
    stream.taken();
    return element;
  }

  private @Nullable JsonNode end(JsonParser from) {
    ended = true;
    members(from, tail);
    refuseError(tail);
    return null;
  }

  private void refuseError(ObjectNode members) {
    if (members.path("error").isString()) {
      ended = true;
      throw Refusal.inBody(reply.operation(), where(), members);
    }
  }

  private HostingException broken(Exception cause) {
    ended = true;
    if (cause instanceof JacksonException && !(cause instanceof JacksonIOException)) {
      try {
        JsonNode last = mapper.readTree(stream.lastLine());
        if (last != null && last.path("error").isString()) {
          return Refusal.inBody(reply.operation(), where(), last);
        }
      } catch (JacksonException | IOException e) {
        cause.addSuppressed(e);
      }
    }
    return Refusal.cut(reply.operation(), where(), cause);
  }

  private String where() {
    return delivered + " rows";
  }

  @Override
  public void close() {
    reply.close();
  }
}
