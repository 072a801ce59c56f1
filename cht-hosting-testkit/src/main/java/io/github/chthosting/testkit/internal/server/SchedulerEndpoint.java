package io.github.chthosting.testkit.internal.server;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.util.List;

/** {@code /_scheduler}: no replication job ever runs here, and that is what it tells. */
final class SchedulerEndpoint implements Endpoint {

  @Override
  public void handle(Request request, Response response) throws IOException {
    List<String> path = request.path();
    String part = path.size() > 1 ? path.get(1) : "";
    if (!part.equals("jobs") && !part.equals("docs")) {
      throw ApiException.notFound("missing");
    }
    Methods.require(request, "GET,HEAD");
    if (path.size() > (part.equals("jobs") ? 2 : 3)) {
      throw ApiException.notFound("missing");
    }
    ObjectNode none = Json.object().put("total_rows", 0).put("offset", 0);
    none.putArray(part);
    Json.send(response, 200, none);
  }
}
