package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.ClusterSetup;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/** Set-up steps that one node asks of another, over HTTP as CouchDB does it. */
final class RemoteSetup {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final Node node;
  private final ClusterSetup setup;

  RemoteSetup(Node node, ClusterSetup setup) {
    this.node = node;
    this.setup = setup;
  }

  /** {@code enable_cluster} on {@code remote_node}. Whatever it answers, CouchDB says 201. */
  void enable(ObjectNode body) {
    String admin = body.path("username").asString("");
    ObjectNode message = Json.object().put("action", "enable_cluster").put("username", admin);
    message.put("password_hash", node.config().get("admins", admin));
    message.set("bind_address", body.path("bind_address"));
    message.set("port", body.path("port"));
    message.set("node_count", body.path("node_count"));
    post(
        body.path("remote_node").asString(""),
        body.path("port").asString("5984"),
        body.path("remote_current_user").asString(""),
        body.path("remote_current_password").asString(""),
        message);
  }

  /** {@code add_node}. A node that refuses the password is not added, which CouchDB keeps quiet. */
  void add(ObjectNode body) {
    setup.requireEnabled();
    String host = body.path("host").asString("");
    String port = body.path("port").asString("5984");
    ObjectNode message = Json.object().put("action", "receive_cookie").put("cookie", "monster");
    int status =
        post(
            host,
            port,
            body.path("username").asString(""),
            body.path("password").asString(""),
            message);
    if (status < 0) {
      throw ApiException.badRequest("Add node failed. Invalid Host and/or Port.");
    }
    if (status == 201) {
      setup.join(body.path("name").asString(defaultName(port)) + "@" + host);
    }
  }

  private static String defaultName(String port) {
    return switch (port) {
      case "15984" -> "node1";
      case "25984" -> "node2";
      case "35984" -> "node3";
      default -> "couchdb";
    };
  }

  /** The status, or -1 if nobody answers. */
  private static int post(
      String host, String port, String user, String password, ObjectNode message) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/_cluster_setup"))
              .timeout(LIMIT)
              .header("Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(message.toString()));
      if (!user.isEmpty()) {
        String pair = user + ":" + password;
        String basic = Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
        request.header("Authorization", "Basic " + basic);
      }
      return HttpClient.newBuilder()
          .connectTimeout(LIMIT)
          .build()
          .send(request.build(), HttpResponse.BodyHandlers.discarding())
          .statusCode();
    } catch (IOException | IllegalArgumentException e) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }
}
