package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /}: who this is. */
final class WelcomeEndpoint implements Endpoint {
  private static final List<String> FEATURES =
      List.of("access-ready", "partitioned", "pluggable-storage-engines", "reshard", "scheduler");

  private final NodeContext context;

  WelcomeEndpoint(NodeContext context) {
    this.context = context;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD");
    ObjectNode welcome = Json.object().put("couchdb", "Welcome").put("version", context.version());
    welcome.put("git_sha", "");
    welcome.put("uuid", context.node().config().get("couchdb", "uuid"));
    ArrayNode features = welcome.putArray("features");
    if (context.node().config().get("nouveau", "enable", "").equals("true")) {
      features.add("nouveau");
    }
    FEATURES.forEach(features::add);
    welcome.putObject("vendor").put("name", "The Apache Software Foundation");
    Json.send(response, 200, welcome);
  }
}
