package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.auth.Authenticator;
import io.github.chthosting.testkit.internal.auth.Identity;
import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.MethodNotAllowedException;
import io.github.chthosting.testkit.internal.http.Query;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.http.UserContext;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_session}: logs in and out, and tells who one is. */
final class SessionEndpoint {
  private final NodeConfig config;
  private final Authenticator authenticator;

  SessionEndpoint(NodeConfig config, Authenticator authenticator) {
    this.config = config;
    this.authenticator = authenticator;
  }

  void handle(Identity identity, Request request, Response response) throws IOException {
    switch (Methods.of(request)) {
      case "GET" -> show(identity, request, response);
      case "POST" -> logIn(request, response);
      case "DELETE" -> {
        redirect(request, response);
        response.header("Set-Cookie", authenticator.clearedCookie());
        Json.ok(response, request.query().get("next") == null ? 200 : 302);
      }
      default -> throw new MethodNotAllowedException("GET,HEAD,POST,DELETE");
    }
  }

  private void show(Identity identity, Request request, Response response) throws IOException {
    if (identity.user().name() == null && request.query().isTrue("basic")) {
      throw new ApiException(401, "unauthorized", "Please login.");
    }
    ObjectNode session = Json.object().put("ok", true);
    put(session.putObject("userCtx"), identity.user());
    ObjectNode info = session.putObject("info");
    info.putArray("authentication_handlers").add("cookie").add("default");
    if (identity.handler() != null) {
      info.put("authenticated", identity.handler());
    }
    String database = config.get("chttpd_auth", "authentication_db");
    if (database != null) {
      info.put("authentication_db", database);
    }
    Json.send(response, 200, session);
  }

  private static void put(ObjectNode target, UserContext user) {
    target.put("name", user.name());
    user.roles().forEach(target.putArray("roles")::add);
  }

  private void logIn(Request request, Response response) throws IOException {
    Map<String, String> form = form(request);
    String name = name(form);
    try {
      Authenticator.Login login = authenticator.logIn(name, form.getOrDefault("password", ""));
      redirect(request, response);
      response.header("Set-Cookie", login.cookie());
      ObjectNode answer = Json.object().put("ok", true);
      put(answer, login.user());
      Json.send(response, request.query().get("next") == null ? 200 : 302, answer);
    } catch (ApiException e) {
      if (e.status() == 401) {
        response.header("Set-Cookie", authenticator.clearedCookie());
      }
      throw e;
    }
  }

  private static void redirect(Request request, Response response) {
    String next = request.query().get("next");
    if (next != null && !next.startsWith("/")) {
      throw ApiException.badRequest("path must begin with a /.");
    }
    if (next != null) {
      response.header("Location", request.origin() + next);
    }
  }

  private static Map<String, String> form(Request request) throws IOException {
    String type = request.header("Content-Type");
    byte[] body = request.body().readAllBytes();
    Map<String, String> form = new HashMap<>();
    if (type != null && type.startsWith("application/x-www-form-urlencoded")) {
      Query.parse(new String(body, StandardCharsets.UTF_8))
          .parameters()
          .forEach(pair -> form.putIfAbsent(pair.getKey(), pair.getValue()));
    } else if (type != null && type.startsWith("application/json")) {
      for (Map.Entry<String, JsonNode> field : JsonText.parse(body).properties()) {
        if (!field.getValue().isString()) {
          throw ApiException.failure("badarg");
        }
        form.put(field.getKey(), field.getValue().stringValue());
      }
    } else {
      throw new ApiException(
          415,
          "bad_content_type",
          "Content-Type must be 'application/x-www-form-urlencoded' or 'application/json'");
    }
    return form;
  }

  private static String name(Map<String, String> form) {
    List<String> names =
        java.util.stream.Stream.of("name", "username")
            .filter(form::containsKey)
            .map(form::get)
            .distinct()
            .toList();
    return switch (names.size()) {
      case 0 -> throw ApiException.badRequest("request body must contain a username");
      case 1 -> names.get(0);
      default -> throw ApiException.badRequest("request body contains different usernames");
    };
  }
}
