package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code _stats}, {@code _system}, {@code _versions} and {@code _prometheus} of a node. */
final class StatisticsEndpoint {

  void handle(Node node, List<String> rest, Request request, Response response) throws IOException {
    Methods.require(request, "GET");
    switch (rest.get(0)) {
      case "_stats" -> Json.send(response, 200, part(stats(node), rest));
      case "_system" -> Json.send(response, 200, system(node));
      case "_versions" -> Json.send(response, 200, versions());
      case "_prometheus" -> prometheus(node, response);
      default -> Json.send(response, 200, Json.object().set("channels", Json.object()));
    }
  }

  private static JsonNode part(ObjectNode stats, List<String> rest) {
    JsonNode part = stats;
    for (String name : rest.subList(1, rest.size())) {
      part = part.path(name);
    }
    return part.isMissingNode() ? NullNode.getInstance() : part;
  }

  private static ObjectNode stats(Node node) {
    ObjectNode couchdb = Json.object();
    ObjectNode methods = couchdb.putObject("httpd_request_methods");
    Map<String, Long> counted = node.requests();
    for (String method : List.of("DELETE", "OPTIONS", "POST", "PUT", "HEAD", "COPY", "GET")) {
      long count = counted.getOrDefault(method, 0L);
      counter(methods.putObject(method), count, "number of HTTP " + method + " requests");
    }
    long all = counted.values().stream().mapToLong(Long::longValue).sum();
    counter(couchdb.putObject("httpd").putObject("requests"), all, "number of HTTP requests");
    counter(
        couchdb.putObject("open_databases"),
        node.files().names().size(),
        "number of open databases");
    ObjectNode stats = Json.object();
    stats.set("couchdb", couchdb);
    return stats;
  }

  private static void counter(ObjectNode target, long value, String what) {
    target.put("value", value).put("type", "counter").put("desc", what);
  }

  private static ObjectNode system(Node node) {
    Runtime runtime = Runtime.getRuntime();
    long used = runtime.totalMemory() - runtime.freeMemory();
    ObjectNode system = Json.object();
    system.put("uptime", node.uptime().toSeconds());
    ObjectNode memory = system.putObject("memory");
    for (String kind : List.of("other", "atom", "atom_used", "code", "ets")) {
      memory.put(kind, 1_000_000);
    }
    memory.put("processes", used).put("processes_used", used).put("binary", 1_000_000);
    int threads = Thread.activeCount();
    system.put("run_queue", 0).put("run_queue_dirty_cpu", 0).put("ets_table_count", 134);
    system.put("context_switches", 0).put("reductions", 0).put("garbage_collection_count", 0);
    system.put("words_reclaimed", 0).put("io_input", 0).put("io_output", 0);
    system.put("os_proc_count", 0).put("stale_proc_count", 0);
    system.put("process_count", threads).put("process_limit", 262144);
    system.putObject("message_queues").put("couch_server", 0).put("rexi_server", 0);
    system.put("internal_replication_jobs", node.backlog());
    ObjectNode distribution = system.putObject("distribution");
    node.connected().stream()
        .filter(name -> !name.equals(node.name()))
        .forEach(name -> distribution.putObject(name).put("recv_oct", 0).put("send_oct", 0));
    system.putObject("distribution_events");
    return system;
  }

  private static ObjectNode versions() {
    ObjectNode versions = Json.object();
    versions.putObject("javascript_engine").put("version", "78").put("name", "spidermonkey");
    ObjectNode erlang = versions.putObject("erlang").put("version", "25.2.3");
    List.of("sha512", "sha256", "sha", "md5").forEach(erlang.putArray("supported_hashes")::add);
    versions
        .putObject("collation_driver")
        .put("name", "libicu")
        .put("library_version", "72.1")
        .put("collator_version", "153.120")
        .put("collation_algorithm_version", "15");
    return versions;
  }

  private static void prometheus(Node node, Response response) throws IOException {
    StringBuilder text = new StringBuilder(512);
    text.append("\n# HELP couchdb_httpd_request_methods number of HTTP requests by method");
    text.append("\n# TYPE couchdb_httpd_request_methods counter");
    node.requests()
        .forEach(
            (method, count) ->
                text.append("\ncouchdb_httpd_request_methods{method=\"")
                    .append(method)
                    .append("\"} ")
                    .append(count));
    text.append("\n\n# TYPE couchdb_internal_replication_jobs gauge");
    text.append("\ncouchdb_internal_replication_jobs ").append(node.backlog()).append('\n');
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    response
        .status(200)
        .header("Content-Type", "text/plain; version=2.0")
        .header("Content-Length", String.valueOf(bytes.length));
    try (OutputStream body = response.body()) {
      body.write(bytes);
    }
  }
}
