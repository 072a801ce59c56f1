package io.github.chthosting.testkit.fuzz;

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
import tools.jackson.databind.json.JsonMapper;

/** A server that is asked. Thread-safe. */
final class Target {
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(20))
          .build();

  private final URI root;
  private final String authorization;

  Target(URI given) {
    String user = given.getUserInfo() == null ? "admin:password" : given.getUserInfo();
    root = URI.create(given.getScheme() + "://" + given.getHost() + ":" + given.getPort());
    byte[] bytes = user.getBytes(StandardCharsets.UTF_8);
    authorization = "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  String version() throws IOException, InterruptedException {
    String welcome = exchange(Call.of("GET", "/"), "").body();
    return JsonMapper.shared().readTree(welcome).path("version").asString();
  }

  Reply send(Call call, String database) throws IOException, InterruptedException {
    HttpResponse<String> response = exchange(call, "/" + database);
    String type = response.headers().firstValue("Content-Type").orElse("-");
    boolean document = call.path().matches("/(?!_)[^/?]+(\\?.*)?");
    String etag = document ? response.headers().firstValue("ETag").orElse("-") : "";
    return Reply.of(response.statusCode(), type, etag, response.body(), database);
  }

  void create(String database) throws IOException, InterruptedException {
    int status = exchange(Call.of("PUT", "?q=1&n=1"), "/" + database).statusCode();
    if (status != 201) {
      throw new IOException(root + " did not create " + database + ": " + status);
    }
  }

  void delete(String database) throws IOException, InterruptedException {
    var unused = exchange(Call.of("DELETE", ""), "/" + database);
  }

  private HttpResponse<String> exchange(Call call, String database)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(root + database + call.path()))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", authorization);
    call.headers().forEach(request::header);
    var body =
        call.body().isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(call.body());
    HttpRequest whole = request.method(call.method(), body).build();
    try {
      return HTTP.send(whole, BodyHandlers.ofString());
    } catch (IOException e) { // a kept connection may be closed just as it is used again
      return HTTP.send(whole, BodyHandlers.ofString());
    }
  }

  @Override
  public String toString() {
    return root.toString();
  }
}
