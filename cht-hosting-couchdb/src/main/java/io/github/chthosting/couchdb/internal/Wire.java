package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;
import io.github.chthosting.http.Body;
import io.github.chthosting.http.Call;
import io.github.chthosting.http.Reply;
import io.github.chthosting.http.Transport;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/**
 * The connection of this module to CouchDB: a transport, a JSON mapper and what the server is known
 * to be. Answers of 300 and higher become typed errors. Immutable and thread-safe.
 */
public final class Wire {
  /** The longest answer that is read as a whole. Longer ones are streamed. */
  private static final int ANSWER_LIMIT =
      (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 8);

  private final Transport transport;
  private final ObjectMapper mapper;
  private final int attempts;
  private final Server server;
  private final @Nullable Duration limit;
  private final int address;

  /** A wire with the transport's time limits, to any address. {@code attempts} is for messages. */
  public Wire(Transport transport, ObjectMapper mapper, int attempts) {
    this(transport, mapper, attempts, new Server(), null, -1);
  }

  private Wire(
      Transport transport,
      ObjectMapper mapper,
      int attempts,
      Server server,
      @Nullable Duration limit,
      int address) {
    this.transport = transport;
    this.mapper = mapper;
    this.attempts = attempts;
    this.server = server;
    this.limit = limit;
    this.address = address;
  }

  /**
   * The wire of a client or database of this library.
   *
   * @throws IllegalArgumentException if it is another implementation of the interface
   */
  public static Wire of(Object client) {
    if (client instanceof Wired wired) {
      return wired.wire();
    }
    throw new IllegalArgumentException("not built by CouchDb.builder: " + client.getClass());
  }

  /** The same with another time limit for the first byte and each further read. */
  public Wire within(Duration newLimit) {
    return new Wire(transport, mapper, attempts, server, newLimit, address);
  }

  /** The same, pinned to one address of the transport; -1 for any. */
  public Wire at(int newAddress) {
    return new Wire(transport, mapper, attempts, server, limit, newAddress);
  }

  public Transport transport() {
    return transport;
  }

  public ObjectMapper mapper() {
    return mapper;
  }

  /** Returns what the server is, asked once. */
  public Server server() {
    return server;
  }

  /** Sends {@code call}; the answer may be of any status. */
  public Reply sendAny(Call call) {
    return transport.send(settled(call));
  }

  /**
   * Sends {@code call} and returns an answer of 2xx. A redirect is none: it may lead to a log-in
   * page.
   *
   * @throws HostingException typed, for any other status
   */
  public Reply send(Call call) {
    Reply reply = sendAny(call);
    if (reply.status() < 300) {
      return reply;
    }
    try (reply) {
      throw Refusal.of(reply, call.repeatable() ? attempts : 1, mapper);
    }
  }

  /** Sends {@code call} and reads its answer as JSON. */
  public JsonNode json(Call call) {
    try (Reply reply = send(call)) {
      return parse(reply);
    }
  }

  /** Sends {@code call} and maps its answer. */
  public <T> T json(Call call, Class<T> type) {
    return map(json(call), type);
  }

  /** Maps JSON to a type. */
  public <T> T map(JsonNode json, Class<T> type) {
    try {
      return mapper.treeToValue(json, type);
    } catch (JacksonException e) {
      String operation = "mapping to " + type.getName();
      throw new HostingException(
          operation, operation + " failed: " + e.getOriginalMessage(), false, e);
    }
  }

  /** Sends {@code call} for its effect. */
  public void run(Call call) {
    send(call).close();
  }

  /** Sends {@code call} and reads its answer as text. */
  public String text(Call call) {
    try (Reply reply = send(call)) {
      return new String(reply.bytes(ANSWER_LIMIT), StandardCharsets.UTF_8);
    }
  }

  /** A JSON body of anything that the mapper writes. */
  public Body body(Object value) {
    try {
      return Body.bytes("application/json", mapper.writeValueAsBytes(value));
    } catch (JacksonException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + value.getClass(), e);
    }
  }

  /** A {@code POST} with a JSON body. */
  public Call post(List<String> path, Object value) {
    return Call.of("POST", path).body(body(value));
  }

  /** A {@code PUT} with a JSON body. */
  public Call put(List<String> path, Object value) {
    return Call.of("PUT", path).body(body(value));
  }

  /** The whole answer as JSON. */
  public JsonNode parse(Reply reply) {
    byte[] bytes = reply.bytes(ANSWER_LIMIT);
    try {
      JsonNode json = mapper.readTree(bytes);
      if (json != null && !json.isMissingNode()) {
        return json;
      }
    } catch (JacksonException e) {
      throw Refusal.notJson(reply, e);
    }
    throw Refusal.notJson(reply, null);
  }

  private Call settled(Call call) {
    Call timed = limit == null || call.timeLimit() != null ? call : call.timeLimit(limit);
    return address < 0 || timed.address() >= 0 ? timed : timed.at(address);
  }
}
