package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.ClusteredDatabase;
import io.github.chthosting.testkit.internal.cluster.DatabaseAdministration;
import io.github.chthosting.testkit.internal.cluster.DatabaseAdministration.Wish;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.cluster.Quorum;
import io.github.chthosting.testkit.internal.cluster.WriteOutcome;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Query;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code /db…}: creates and deletes databases, and passes the rest on. */
final class DatabaseRouter implements Endpoint {
  private static final Set<String> WRITES = Set.of("_bulk_docs", "_purge");

  private final NodeContext context;
  private final Node node;
  private final ShardsEndpoint shards;
  private final PartitionEndpoint partitions;

  DatabaseRouter(NodeContext context) {
    this.context = context;
    node = context.node();
    shards = new ShardsEndpoint(node);
    partitions = new PartitionEndpoint(context);
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    String name = request.path().get(0);
    List<String> rest = request.path().subList(1, request.path().size());
    if (rest.isEmpty() && request.method().equals("PUT")) {
      create(name, request, response);
    } else if (rest.isEmpty() && request.method().equals("DELETE")) {
      delete(name, request, response);
    } else {
      below(node.database(name), rest, request, response);
    }
  }

  private void below(
      ClusteredDatabase database, List<String> rest, Request request, Response response)
      throws IOException {
    String part = rest.isEmpty() ? "" : rest.get(0);
    switch (part) {
      case "_shards" -> shards.show(database, rest, request, response);
      case "_sync_shards" -> shards.synchronize(database, request, response);
      case "_partition" -> partitions.handle(database, rest, request, response);
      default -> documents(partitioned(database, part, request), rest, request, response);
    }
  }

  /** {@code _all_docs?partition=NAME} is the same as below {@code _partition/NAME}. */
  private static ClusteredDatabase partitioned(
      ClusteredDatabase database, String part, Request request) {
    String partition = request.query().get("partition");
    if (!part.equals("_all_docs") || partition == null) {
      return database;
    }
    if (!database.map().isPartitioned()) {
      throw new ApiException(
          400, "query_parse_error", "`partition` parameter is not supported on this db");
    }
    return database.partition(partition);
  }

  /** Reads go to the one object of the database, on which its indexes hang. */
  private void documents(
      ClusteredDatabase database, List<String> rest, Request request, Response response)
      throws IOException {
    Quorum quorum = quorum(request.query());
    if (isRead(rest, request) && quorum.equals(Quorum.DEFAULT)) {
      context.documents().handle(database, rest, request, response);
    } else {
      WriteOutcome outcome = new WriteOutcome();
      ClusteredDatabase tracked = database.with(quorum, outcome);
      Response answer = new QuorumResponse(response, outcome);
      context.documents().handle(tracked, rest, request, answer);
    }
  }

  private static boolean isRead(List<String> rest, Request request) {
    boolean post = request.method().equals("POST");
    boolean writingPost = rest.isEmpty() || WRITES.contains(rest.get(0));
    return Methods.of(request).equals("GET") || (post && !writingPost);
  }

  private static Quorum quorum(Query query) {
    return new Quorum(copies(query.get("r")), copies(query.get("w")));
  }

  private static @Nullable Integer copies(@Nullable String value) {
    return value != null && value.matches("[0-9]{1,4}") ? Integer.valueOf(value) : null;
  }

  private void create(String name, Request request, Response response) throws IOException {
    Query query = request.query();
    Wish wish =
        new Wish(positive(query, "q"), positive(query, "n"), placement(query), partitioned(query));
    checkEngine(query.get("engine", "couch"));
    DatabaseNames.check(name);
    boolean all = new DatabaseAdministration(node).create(name, wish);
    String location = URLEncoder.encode(name, StandardCharsets.UTF_8);
    response.header("Location", request.origin() + "/" + location);
    Json.ok(response, all ? 201 : 202);
  }

  private static @Nullable Integer positive(Query query, String parameter) {
    String value = query.get(parameter);
    if (value == null) {
      return null;
    }
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) < 1) {
      throw ApiException.badRequest("The `" + parameter + "` value should be a positive integer.");
    }
    return Integer.valueOf(value);
  }

  private static @Nullable String placement(Query query) {
    String value = query.get("placement");
    if (value != null && !value.matches("[^:,]*:[0-9]{1,4}(,[^:,]*:[0-9]{1,4})*")) {
      throw ApiException.badRequest("The `placement` value should be in a format `zone:n`.");
    }
    return value;
  }

  private static void checkEngine(String engine) {
    if (!engine.equals("couch")) {
      throw ApiException.badRequest("invalid_engine_extension");
    }
  }

  private static boolean partitioned(Query query) {
    return switch (query.get("partitioned", "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw ApiException.badRequest("Invalid `partitioned` parameter");
    };
  }

  private void delete(String name, Request request, Response response) throws IOException {
    if (request.query().get("rev") != null) {
      throw ApiException.badRequest(
          "You tried to DELETE a database with a ?=rev parameter. "
              + "Did you mean to DELETE a document instead?");
    }
    boolean all = new DatabaseAdministration(node).delete(name);
    Json.ok(response, all ? 200 : 202);
  }
}
