package io.github.chthosting.testkit.internal.replication;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A database that is replicated from or to, by its URL. Thread-safe. */
final class Peer {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final HttpClient HTTP =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  private final String url;
  private final @Nullable String user;
  private final Map<String, String> headers;

  private Peer(String url, @Nullable String user, Map<String, String> headers) {
    this.url = url;
    this.user = user;
    this.headers = Map.copyOf(headers);
  }

  /**
   * Reads {@code source} or {@code target}: a URL, or an object with one.
   *
   * @throws ApiException as CouchDB refuses it; a name without a URL is none
   */
  static Peer parse(JsonNode told) {
    String text = told.isObject() ? told.path("url").asString("") : told.asString("");
    if (!text.startsWith("http://") && !text.startsWith("https://")) {
      throw new ApiException(500, "error", "local_endpoints_not_supported");
    }
    URI uri = URI.create(text);
    Map<String, String> headers = new LinkedHashMap<>();
    told.path("headers")
        .properties()
        .forEach(h -> headers.put(h.getKey(), h.getValue().asString("")));
    JsonNode basic = told.path("auth").path("basic");
    String login = uri.getUserInfo();
    if (login == null && basic.isObject()) {
      login = basic.path("username").asString("") + ":" + basic.path("password").asString("");
    }
    if (login != null) {
      headers.put("Authorization", basic(login));
    }
    String user = login == null ? null : login.split(":", 2)[0];
    String path = uri.getRawPath() == null ? "/" : uri.getRawPath();
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String end = path.endsWith("/") ? "" : "/";
    return new Peer(uri.getScheme() + "://" + uri.getHost() + port + path + end, user, headers);
  }

  private static String basic(String userInfo) {
    byte[] bytes = userInfo.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  /** The URL without credentials, with a slash at its end. */
  @Override
  public String toString() {
    return url;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** An answer's status and JSON. */
  record Reply(int status, JsonNode json) {
    JsonNode orThrow() {
      if (status >= 300) {
        throw new ApiException(
            status,
            json.path("error").asString("error"),
            json.path("reason").asString("" + status));
      }
      return json;
    }
  }

  Reply get(String path) throws InterruptedException {
    return send("GET", path, null);
  }

  Reply send(String method, String path, @Nullable JsonNode body) throws InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path)).timeout(LIMIT);
    headers.forEach(request::header);
    request.header("Accept", "application/json").header("Content-Type", "application/json");
    var bytes =
        body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(JsonText.bytes(body));
    try {
      HttpResponse<byte[]> response =
          HTTP.send(request.method(method, bytes).build(), BodyHandlers.ofByteArray());
      return new Reply(response.statusCode(), JsonText.parse(response.body()));
    } catch (IOException e) {
      throw new ApiException(500, "unauthorized_or_unreachable", "could not reach " + url);
    }
  }

  /** Opens the database, or throws that it is not there. */
  void open() throws InterruptedException {
    int status = get("").status();
    if (status == 404) {
      throw new ApiException(500, "db_not_found", "could not open " + url);
    }
    if (status == 401 && user != null) {
      throw new ApiException(
          500,
          "replication_auth_error",
          "{session_request_unauthorized,\""
              + URI.create(url).resolve("/_session")
              + "\",\""
              + user
              + "\"}");
    }
    if (status == 401 || status == 403) {
      throw new ApiException(
          status, "unauthorized", "unauthorized to access or create database " + url);
    }
    if (status >= 300) {
      throw new ApiException(500, "error", "could not open " + url);
    }
  }

  /** Creates the database if it is not there. */
  void create(JsonNode parameters) throws InterruptedException {
    StringBuilder query = new StringBuilder();
    for (Map.Entry<String, JsonNode> one : parameters.properties()) {
      query.append(query.isEmpty() ? '?' : '&').append(encoded(one.getKey()));
      query.append('=').append(encoded(one.getValue().asString("")));
    }
    Reply reply = send("PUT", query.toString(), null);
    if (reply.status() >= 300 && reply.status() != 412) {
      reply.orThrow();
    }
  }
}
