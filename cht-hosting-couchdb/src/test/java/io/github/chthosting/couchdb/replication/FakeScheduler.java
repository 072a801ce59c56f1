package io.github.chthosting.couchdb.replication;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** A replicator database with revisions, beside answers given in advance. */
final class FakeScheduler extends Dispatcher {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  final Map<String, ObjectNode> documents = new TreeMap<>();
  final Map<String, String> answers = new ConcurrentHashMap<>();
  final List<String> writes = new ArrayList<>();
  String version = "3.5.0";

  FakeScheduler() {
    answers.put("/_active_tasks", "[]");
    answers.put("/_scheduler/jobs", "{\"jobs\": []}");
    answers.put("/_scheduler/docs/_replicator", "{\"docs\": []}");
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    String path = request.getUrl().encodedPath();
    if (path.equals("/")) {
      return answer(200, "{\"couchdb\":\"Welcome\",\"version\":\"" + version + "\"}");
    }
    if (answers.containsKey(path)) {
      return answer(200, answers.get(path));
    }
    if (path.equals("/_replicator")) {
      return answer(412, "{\"error\":\"file_exists\"}");
    }
    String id = URLDecoder.decode(path.substring("/_replicator/".length()), StandardCharsets.UTF_8);
    return switch (id) {
      case "_all_docs" -> rows(false);
      case "_local_docs" -> rows(true);
      default -> document(request, id);
    };
  }

  private MockResponse rows(boolean local) {
    ObjectNode answer = MAPPER.createObjectNode();
    ArrayNode rows = answer.putArray("rows");
    documents.keySet().stream()
        .filter(id -> id.startsWith("_local/") == local)
        .forEach(id -> rows.addObject().put("id", id));
    return answer(200, answer.toString());
  }

  private MockResponse document(RecordedRequest request, String id) {
    ObjectNode present = documents.get(id);
    if (request.getMethod().equals("GET")) {
      return present == null
          ? answer(404, "{\"error\":\"not_found\",\"reason\":\"missing\"}")
          : answer(200, present.toString());
    }
    ObjectNode sent = body(request);
    String rev = request.getUrl().queryParameter("rev");
    String on = rev == null ? sent.path("_rev").asString("") : rev;
    if (!on.equals(present == null ? "" : present.path("_rev").asString(""))) {
      return answer(409, "{\"error\":\"conflict\",\"reason\":\"Document update conflict.\"}");
    }
    writes.add(request.getMethod() + " " + id);
    if (request.getMethod().equals("DELETE")) {
      documents.remove(id);
      return answer(200, "{\"ok\":true,\"rev\":\"9-z\"}");
    }
    documents.put(id, sent.put("_id", id).put("_rev", writes.size() + "-a"));
    return answer(201, "{\"ok\":true,\"rev\":\"" + writes.size() + "-a\"}");
  }

  private static ObjectNode body(RecordedRequest request) {
    JsonNode json = MAPPER.readTree(request.getBody() == null ? "" : request.getBody().utf8());
    return json instanceof ObjectNode object ? object : MAPPER.createObjectNode();
  }

  private static MockResponse answer(int status, String json) {
    return new MockResponse.Builder()
        .code(status)
        .setHeader("Content-Type", "application/json")
        .body(json)
        .build();
  }
}
