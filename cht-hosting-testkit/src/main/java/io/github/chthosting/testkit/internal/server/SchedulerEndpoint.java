package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.http.ServerVersion;
import io.github.chthosting.testkit.internal.replication.Replications;
import java.io.IOException;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_scheduler}: the replications of this node and of those that it is connected to. */
final class SchedulerEndpoint implements Endpoint {
  private static final String REPLICATOR = "_replicator";

  private final ServerVersion version;
  private final Replications replications;

  SchedulerEndpoint(ServerVersion version, Replications replications) {
    this.version = version;
    this.replications = replications;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD");
    List<String> path = request.path();
    switch (path.size() > 1 ? path.get(1) : "") {
      case "jobs" -> jobs(path.subList(2, path.size()), request, response);
      case "docs" -> docs(path.subList(2, path.size()), request, response);
      default -> Json.send(response, 404, Json.object().put("error", "not found"));
    }
  }

  private void jobs(List<String> rest, Request request, Response response) throws IOException {
    if (rest.isEmpty()) {
      list("jobs", replications.jobs(), request, response);
      return;
    }
    one(replications.jobs(), "id", rest.get(0), response);
  }

  private void docs(List<String> rest, Request request, Response response) throws IOException {
    if (rest.isEmpty() || (rest.size() == 1 && rest.get(0).equals(REPLICATOR))) {
      list("docs", replications.documents(), request, response);
    } else if (rest.get(0).endsWith("/" + REPLICATOR)) {
      throw ApiException.notFound("Database does not exist.");
    } else if (rest.size() == 1) {
      throw version.isBefore(3, 4)
          ? ApiException.failure("function_clause")
          : ApiException.badRequest("Invalid path");
    } else {
      one(replications.documents(), "doc_id", rest.get(1), response);
    }
  }

  private void list(String name, List<ObjectNode> all, Request request, Response response)
      throws IOException {
    NamePage page = new NamePage(request.query(), version);
    ObjectNode answer = Json.object().put("total_rows", all.size());
    answer.put("offset", page.skip());
    ArrayNode rows = answer.putArray(name);
    all.stream().skip(page.skip()).limit(page.limit()).forEach(rows::add);
    Json.send(response, 200, answer);
  }

  private static void one(List<ObjectNode> all, String key, String value, Response response)
      throws IOException {
    for (ObjectNode entry : all) {
      if (entry.path(key).asString("").equals(value)) {
        Json.send(response, 200, entry);
        return;
      }
    }
    throw ApiException.notFound("missing");
  }
}
