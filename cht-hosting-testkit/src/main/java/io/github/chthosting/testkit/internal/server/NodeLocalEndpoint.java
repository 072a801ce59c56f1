package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.MethodNotAllowedException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** A node's own files below {@code /_node/NAME/}: shards, {@code _dbs} and {@code _nodes}. */
final class NodeLocalEndpoint implements Endpoint {
  /** Paths that CouchDB answers there; it takes any other name for that of a document. */
  private static final Set<String> KNOWN =
      Set.of(
          "_all_docs",
          "_bulk_docs",
          "_changes",
          "_compact",
          "_design",
          "_design_docs",
          "_ensure_full_commit",
          "_local",
          "_local_docs",
          "_missing_revs",
          "_purge",
          "_revs_diff",
          "_revs_limit",
          "_security",
          "_view_cleanup");

  private final NodeContext context;
  private final Node node;

  NodeLocalEndpoint(NodeContext context, Node node) {
    this.context = context;
    this.node = node;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    List<String> path = request.path();
    switch (path.isEmpty() ? "" : path.get(0)) {
      case "" -> Json.send(response, 200, welcome());
      case "_all_dbs" -> Json.send(response, 200, files());
      case "_active_tasks" -> Json.send(response, 200, node.tasks());
      case "_uuids" -> new UuidsEndpoint().handle(request, response);
      case "_replicate" -> throw new ApiException(500, "error", "local_endpoints_not_supported");
      default -> file(path.get(0), path.subList(1, path.size()), request, response);
    }
  }

  private ObjectNode welcome() {
    ObjectNode welcome = Json.object().put("couchdb", "Welcome");
    welcome.put("uuid", node.config().get("couchdb", "uuid")).put("version", context.version());
    welcome.putObject("vendor").put("name", "The Apache Software Foundation");
    return welcome;
  }

  private ArrayNode files() {
    ArrayNode names = JsonNodeFactory.instance.arrayNode();
    node.files().names().forEach(names::add);
    return names;
  }

  private void file(String name, List<String> rest, Request request, Response response)
      throws IOException {
    DatabaseNames.checkFile(name);
    String method = Methods.of(request);
    if (rest.isEmpty() && method.equals("PUT")) {
      node.createFile(name);
      String location = URLEncoder.encode(name, StandardCharsets.UTF_8);
      response.header("Location", request.origin() + "/" + location);
      Json.ok(response, 201);
    } else if (rest.isEmpty() && method.equals("DELETE")) {
      if (!node.files().delete(name)) {
        throw ApiException.notFound("missing");
      }
      Json.ok(response, 200);
    } else {
      below(name, rest, method, request, response);
    }
  }

  /** Maps of system databases are documents of {@code _dbs} whose ids begin with an underscore. */
  private static boolean isMap(String file, String id) {
    return file.equals("_dbs") && List.of("_users", "_replicator", "_global_changes").contains(id);
  }

  private void below(
      String name, List<String> rest, String method, Request request, Response response)
      throws IOException {
    LocalDatabase file =
        node.files().find(name).orElseThrow(() -> ApiException.notFound("no_db_file"));
    String part = rest.isEmpty() ? "" : rest.get(0);
    if (part.startsWith("_") && !KNOWN.contains(part) && !isMap(name, part)) {
      switch (method) {
        case "GET", "DELETE" -> throw ApiException.notFound("missing");
        case "POST" -> throw ApiException.badRequest("Referer header required.");
        case "PUT" ->
            throw new ApiException(
                400, "illegal_docid", "Only reserved document ids may start with underscore.");
        default -> throw new MethodNotAllowedException("DELETE,GET,HEAD,POST,PUT,COPY");
      }
    }
    context.documents().handle(file, rest, request, response);
  }
}
