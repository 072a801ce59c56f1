package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_dbs_info}: the information of all databases, or of some. */
final class DatabaseInfosEndpoint implements Endpoint {
  private static final int MOST = 100;

  private final Node node;

  DatabaseInfosEndpoint(Node node) {
    this.node = node;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD,POST");
    if (request.path().size() > 1) {
      throw ApiException.notFound("missing");
    }
    ArrayNode infos = JsonNodeFactory.instance.arrayNode();
    if (request.method().equals("POST")) {
      for (JsonNode key : keys(request)) {
        infos.add(info(key));
      }
    } else {
      for (String name :
          new NamePage(request.query(), node.config().version()).of(node.databases())) {
        infos.addObject().put("key", name).set("info", node.database(name).info());
      }
    }
    Json.send(response, 200, infos);
  }

  private JsonNode keys(Request request) throws IOException {
    Methods.requireJson(request);
    JsonNode keys = Methods.object(request).path("keys");
    if (keys.isMissingNode()) {
      throw ApiException.badRequest("`keys` member must exist.");
    }
    if (!keys.isArray()) {
      throw ApiException.badRequest("`keys` member must be an array.");
    }
    if (keys.size() > node.config().number("chttpd", "max_db_number_for_dbs_info_req", MOST)) {
      throw ApiException.badRequest("too_many_keys");
    }
    return keys;
  }

  private ObjectNode info(JsonNode key) {
    ObjectNode row = Json.object();
    row.set("key", key);
    try {
      row.set("info", node.database(key.asString("")).info());
    } catch (ApiException e) {
      row.put("error", "not_found");
    }
    return row;
  }
}
