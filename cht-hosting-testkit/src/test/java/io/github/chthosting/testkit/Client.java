package io.github.chthosting.testkit;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** Asks a server as its administrator. */
final class Client {
  /** The answer of a server; the body is missing if it was not JSON. */
  record Answer(int status, String text, JsonNode body, HttpResponse<String> response) {
    String header(String name) {
      return response.headers().firstValue(name).orElse("");
    }

    String error() {
      return body.path("error").asString("") + ": " + body.path("reason").asString("");
    }
  }

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(LIMIT).build();
  private final String authorization;

  Client(String user, String password) {
    String pair = user + ":" + password;
    authorization =
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  Client() {
    this("admin", "password");
  }

  Answer get(URI node, String path) throws IOException, InterruptedException {
    return ask("GET", node, path, "");
  }

  Answer put(URI node, String path, String body) throws IOException, InterruptedException {
    return ask("PUT", node, path, body);
  }

  Answer post(URI node, String path, String body) throws IOException, InterruptedException {
    return ask("POST", node, path, body);
  }

  Answer delete(URI node, String path) throws IOException, InterruptedException {
    return ask("DELETE", node, path, "");
  }

  Answer ask(String method, URI node, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(node.resolve(path))
            .timeout(LIMIT)
            .header("Authorization", authorization)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    return ask(request);
  }

  Answer ask(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), response.body(), json(response.body()), response);
  }

  private static JsonNode json(String text) {
    try {
      return JsonText.parse(text);
    } catch (ApiException e) {
      return MissingNode.getInstance();
    }
  }

  /** Waits until it is so; fails if that takes 30 s. */
  static void await(String what, BooleanSupplier isSo) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!isSo.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within " + LIMIT + ": " + what);
      }
      Thread.sleep(5);
    }
  }
}
