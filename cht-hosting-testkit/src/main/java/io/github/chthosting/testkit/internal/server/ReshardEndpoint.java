package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.cluster.Resharding;
import io.github.chthosting.testkit.internal.cluster.ShardCopy;
import io.github.chthosting.testkit.internal.cluster.SplitJob;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** {@code /_reshard}: jobs that split shards, of all connected nodes. */
final class ReshardEndpoint implements Endpoint {
  private final Node node;
  private final Resharding resharding;

  ReshardEndpoint(Node node) {
    this.node = node;
    resharding = node.resharding();
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    List<String> path = request.path();
    String part = path.size() > 1 ? path.get(1) : "";
    if (path.size() == 1) {
      Methods.require(request, "GET,HEAD");
      Json.send(response, 200, summary());
    } else if (part.equals("state") && path.size() == 2) {
      state(request, response);
    } else if (part.equals("jobs") && path.size() == 2) {
      jobs(request, response);
    } else if (part.equals("jobs") && path.size() == 3) {
      job(path.get(2), request, response);
    } else if (part.equals("jobs") && path.size() == 4 && path.get(3).equals("state")) {
      jobState(path.get(2), request, response);
    } else {
      throw ApiException.notFound("missing");
    }
  }

  private ObjectNode summary() {
    ObjectNode summary = Json.object();
    summary.put("state", resharding.isStopped() ? "stopped" : "running");
    summary.put("state_reason", resharding.stopReason());
    List<SplitJob> jobs = resharding.jobs(node);
    for (String state : List.of("completed", "failed", "running", "stopped")) {
      summary.put(state, jobs.stream().filter(job -> job.state().equals(state)).count());
    }
    return summary.put("total", jobs.size());
  }

  private void state(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD,PUT");
    if (!request.method().equals("PUT")) {
      ObjectNode state = Json.object();
      state.put("state", resharding.isStopped() ? "stopped" : "running");
      Json.send(response, 200, state.put("reason", resharding.stopReason()));
      return;
    }
    ObjectNode wanted = wanted(request);
    if (wanted.path("state").asString("").equals("running")) {
      resharding.startAll();
    } else {
      String reason = "Cluster-wide resharding stopped by the user";
      resharding.stopAll(wanted.path("reason").asString(reason));
    }
    Json.ok(response, 200);
  }

  private static ObjectNode wanted(Request request) throws IOException {
    Methods.requireJson(request);
    ObjectNode wanted = Methods.object(request);
    if (!wanted.has("state")) {
      throw ApiException.badRequest("Expected a `state` field");
    }
    String state = wanted.path("state").asString("");
    if (!state.equals("running") && !state.equals("stopped")) {
      throw ApiException.badRequest("State field not `running` or `stopped`");
    }
    return wanted;
  }

  private void jobs(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD,POST");
    if (request.method().equals("POST")) {
      Methods.requireJson(request);
      create(new ReshardWish(node, Methods.object(request)).copies(), response);
      return;
    }
    ObjectNode answer = Json.object();
    ArrayNode list = JsonNodeFactory.instance.arrayNode();
    resharding.jobs(node).forEach(job -> list.add(job.toJson()));
    answer.put("total_rows", list.size()).put("offset", 0).set("jobs", list);
    Json.send(response, 200, answer);
  }

  private void create(List<ShardCopy> copies, Response response) throws IOException {
    if (copies.isEmpty()) {
      throw ApiException.notFound("missing");
    }
    ArrayNode results = JsonNodeFactory.instance.arrayNode();
    int made = 0;
    for (ShardCopy copy : copies) {
      Optional<Node> holder = node.reach(copy.node());
      ObjectNode result = results.addObject();
      if (holder.isPresent()) {
        made++;
        result.put("ok", true).put("id", resharding.create(holder.get(), copy).id());
      } else {
        result.put("error", "nodedown");
      }
      result.put("node", copy.node()).put("shard", copy.file());
    }
    int status = made == 0 ? 500 : 202;
    Json.send(response, made == copies.size() ? 201 : status, results);
  }

  private void job(String id, Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD,DELETE");
    SplitJob job = resharding.job(node, id);
    if (request.method().equals("DELETE")) {
      resharding.remove(job);
      Json.ok(response, 200);
    } else {
      Json.send(response, 200, job.toJson());
    }
  }

  private void jobState(String id, Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD,PUT");
    if (!request.method().equals("PUT")) {
      SplitJob job = resharding.job(node, id);
      ObjectNode state = Json.object().put("state", job.state()).put("reason", job.reason());
      Json.send(response, 200, state);
      return;
    }
    ObjectNode wanted = wanted(request);
    SplitJob job = resharding.job(node, id);
    if (wanted.path("state").asString("").equals("running")) {
      resharding.resume(job);
    } else {
      job.stop(wanted.path("reason").asString("Stopped by user"));
    }
    Json.ok(response, 200);
  }
}
