package io.github.chthosting.testkit.internal.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Small JSON answers: value and line feed, with their length. */
public final class Json {

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** Sends a value. */
  public static void send(Response response, int status, JsonNode value) throws IOException {
    byte[] text = (value.toString() + "\n").getBytes(StandardCharsets.UTF_8);
    response
        .status(status)
        .header("Content-Type", "application/json")
        .header("Content-Length", String.valueOf(text.length));
    try (OutputStream body = response.body()) {
      body.write(text);
    }
  }

  /** Sends {@code {"ok":true}}. */
  public static void ok(Response response, int status) throws IOException {
    send(response, status, object().put("ok", true));
  }

  /** Sends {@code {"error":…,"reason":…}} with the headers that go with it. */
  public static void error(Response response, ApiException error) throws IOException {
    if (error instanceof MethodNotAllowedException method) {
      response.header("Allow", method.allow());
    }
    ObjectNode value = object().put("error", error.error()).put("reason", error.reason());
    if (error.isTraced()) {
      value.put("ref", error.reason().hashCode() & Integer.MAX_VALUE);
    }
    send(response, error.status(), value);
  }
}
