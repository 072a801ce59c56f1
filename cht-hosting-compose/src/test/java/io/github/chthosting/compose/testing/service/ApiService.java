package io.github.chthosting.compose.testing.service;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Executors;

/**
 * The CHT's api, as far as hosting sees it: it waits for the database, makes what is missing there,
 * answers {@code /api/info} and {@code /api/v2/monitoring}, and hands all else on to CouchDB with
 * the caller's own credentials. A password that is refused ends it.
 */
public final class ApiService {
  private static final List<String> DATABASES =
      List.of("medic", "medic-sentinel", "medic-users-meta", "medic-logs", "_users");
  private static final long STARTED = System.currentTimeMillis();

  private final String version;
  private final CouchServer couch;

  private ApiService(String version, CouchServer couch) {
    this.version = version;
    this.couch = couch;
  }

  /** Runs until it is killed. */
  public static void main(String... arguments) throws Exception {
    String version = System.getenv("CHT_VERSION");
    ApiService api = new ApiService(version, CouchServer.of(System.getenv("COUCH_URL")));
    System.out.println("api " + version);
    if (!api.prepare()) {
      System.err.println("the database refuses the password");
      System.exit(1);
    }
    HttpServer server = HttpServer.create(new InetSocketAddress(5988), 64);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.createContext("/", api::handle);
    server.start();
    System.out.println("listening on 5988");
  }

  /** False if the database refuses the password. */
  private boolean prepare() throws InterruptedException {
    while (true) {
      int status = couch.status("GET", "/");
      if (status == 401 || status == 403) {
        return false;
      }
      if (status == 200 && isPrepared()) {
        return true;
      }
      System.out.println("waiting for the database: " + status);
      Thread.sleep(500);
    }
  }

  private boolean isPrepared() throws InterruptedException {
    for (String database : DATABASES) {
      int status = couch.status("PUT", "/" + database);
      if (status != 201 && status != 202 && status != 412) {
        return false;
      }
    }
    String name = "/medic/_design/medic";
    String found = couch.body("GET", name);
    String revision = found.replaceFirst("(?s).*\"_rev\":\"([^\"]+)\".*", "$1");
    String carried = revision.equals(found) ? "" : "\"_rev\":\"" + revision + "\",";
    String document =
        "{%s\"build_info\":{\"version\":\"%s\"},\"version\":\"%s\"}"
            .formatted(carried, version, version);
    return found.contains("\"version\":\"" + version + "\"")
        || couch.status("PUT", name, document) / 100 == 2;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getRawPath();
    try (exchange) {
      switch (path) {
        case "/" -> {
          exchange.getResponseHeaders().set("Location", "/medic/login");
          exchange.sendResponseHeaders(302, -1);
        }
        case "/medic/login" -> answer(exchange, 200, "text/html", "<title>CHT login</title>");
        case "/api/info" ->
            answer(exchange, 200, "application/json", "{\"version\":\"" + version + "\"}");
        case "/api/v1/monitoring", "/api/v2/monitoring" -> monitoring(exchange);
        default -> handOn(exchange);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void monitoring(HttpExchange exchange) throws IOException, InterruptedException {
    StringBuilder databases = new StringBuilder();
    for (String database : DATABASES) {
      String info = couch.body("GET", "/" + database);
      String separator = databases.isEmpty() ? "" : ",";
      databases.append(
          "%s\"%s\":{\"name\":\"%s\",\"doc_count\":%d,\"doc_del_count\":%d}"
              .formatted(
                  separator,
                  database.replaceAll("^_|medic-", "").replace("-", ""),
                  database,
                  number(info, "doc_count"),
                  number(info, "doc_del_count")));
    }
    long now = System.currentTimeMillis();
    String text =
        "{\"version\":{\"app\":\"%s\",\"couchdb\":\"3.5.0\"},\"couchdb\":{%s},\"date\":{\"current\":%d,\"uptime\":%d}}"
            .formatted(version, databases, now, (now - STARTED) / 1000);
    answer(exchange, 200, "application/json", text);
  }

  /** The number of that name; -1 for what could not be found out, as the CHT has it. */
  private static long number(String json, String name) {
    String digits = json.replaceFirst("(?s).*\"" + name + "\":(\\d+).*", "$1");
    return digits.equals(json) ? -1 : Long.parseLong(digits);
  }

  private void handOn(HttpExchange exchange) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer = couch.handOn(exchange);
    for (String name : List.of("Content-Type", "Set-Cookie", "ETag", "WWW-Authenticate")) {
      answer.headers().firstValue(name).ifPresent(v -> exchange.getResponseHeaders().set(name, v));
    }
    byte[] body = answer.body();
    boolean none = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(answer.statusCode(), none ? -1 : body.length);
    if (!none) {
      exchange.getResponseBody().write(body);
    }
  }

  static void answer(HttpExchange exchange, int status, String type, String text)
      throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
  }
}
