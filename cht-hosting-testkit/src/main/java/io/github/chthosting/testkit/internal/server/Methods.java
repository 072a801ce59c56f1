package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.MethodNotAllowedException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Checks that endpoints begin with. */
final class Methods {

  private Methods() {}

  /** The method, {@code HEAD} as {@code GET}. */
  static String of(Request request) {
    return request.method().equals("HEAD") ? "GET" : request.method();
  }

  /**
   * Throws 405 unless the method is one of those.
   *
   * @param allow as CouchDB prints them: {@code GET,HEAD}
   */
  static void require(Request request, String allow) {
    List<String> allowed = List.of(allow.split(","));
    if (!allowed.contains(of(request))) {
      throw new MethodNotAllowedException(allow);
    }
  }

  /** Throws 415 unless the body is said to be JSON. */
  static void requireJson(Request request) {
    String type = request.header("Content-Type");
    if (type == null || !type.split(";", 2)[0].equals("application/json")) {
      throw new ApiException(415, "bad_content_type", "Content-Type must be application/json");
    }
  }

  /** The body as JSON. */
  static JsonNode json(Request request) throws IOException {
    return JsonText.parse(request.body().readAllBytes());
  }

  /** The body as a JSON object; 400 if it is something else. */
  static ObjectNode object(Request request) throws IOException {
    if (json(request) instanceof ObjectNode object) {
      return object;
    }
    throw ApiException.badRequest("Request body must be a JSON object");
  }
}
