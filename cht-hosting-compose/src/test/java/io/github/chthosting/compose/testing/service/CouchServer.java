package io.github.chthosting.compose.testing.service;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;

/** A CouchDB with a name and a password. */
record CouchServer(String address, String authorization, HttpClient client) {

  /** A server from {@code http://user:password@host:port/path}; the password may hold any sign. */
  static CouchServer of(String url) {
    int begin = url.indexOf("//") + 2;
    int at = url.lastIndexOf('@');
    int end = url.indexOf('/', at);
    String address = "http://" + url.substring(at + 1, end < 0 ? url.length() : end);
    return of(address, url.substring(begin, at));
  }

  static CouchServer of(String address, String credentials) {
    byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
    HttpClient client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    return new CouchServer(address, "Basic " + Base64.getEncoder().encodeToString(bytes), client);
  }

  /** The status; 0 if there was no answer. */
  int status(String method, String path, String... body) throws InterruptedException {
    try {
      return ask(method, path, body).statusCode();
    } catch (IOException e) {
      return 0;
    }
  }

  /** The body, of whatever status; empty if there was no answer. */
  String body(String method, String path) throws InterruptedException {
    try {
      return ask(method, path).body();
    } catch (IOException e) {
      return "";
    }
  }

  private HttpResponse<String> ask(String method, String path, String... body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(Duration.ofSeconds(20))
            .header("Authorization", authorization)
            .method(
                method,
                body.length == 0
                    ? BodyPublishers.noBody()
                    : BodyPublishers.ofString(body[0], StandardCharsets.UTF_8));
    if (body.length > 0) {
      request.header("Content-Type", "application/json");
    }
    return client.send(request.build(), BodyHandlers.ofString());
  }

  /** The same request there, with what the caller has sent to identify itself. */
  HttpResponse<byte[]> handOn(HttpExchange exchange) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + exchange.getRequestURI()))
            .method(
                exchange.getRequestMethod(),
                BodyPublishers.ofByteArray(exchange.getRequestBody().readAllBytes()));
    for (String name : List.of("Authorization", "Cookie", "Content-Type", "Accept", "If-Match")) {
      String value = exchange.getRequestHeaders().getFirst(name);
      if (value != null) {
        request.header(name, value);
      }
    }
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  @Override
  public String toString() {
    return address;
  }
}
