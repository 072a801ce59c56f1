package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Json;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** {@code _config}: sections and keys of one node. */
final class ConfigEndpoint {
  private static final Set<String> PROTECTED =
      Set.of(
          "daemons",
          "external",
          "httpd_design_handlers",
          "httpd_db_handlers",
          "httpd_global_handlers",
          "native_query_servers",
          "os_daemons",
          "query_servers");

  void handle(NodeConfig config, List<String> rest, Request request, Response response)
      throws IOException {
    switch (rest.size()) {
      case 1 -> {
        Methods.require(request, "GET");
        Json.send(response, 200, all(config));
      }
      case 2 -> section(config, rest.get(1), request, response);
      case 3 -> key(config, rest.get(1), rest.get(2), request, response);
      default -> throw ApiException.notFound("missing");
    }
  }

  private static ObjectNode all(NodeConfig config) {
    ObjectNode sections = Json.object();
    config.all().forEach((name, keys) -> put(sections.putObject(name), keys));
    return sections;
  }

  private static void put(ObjectNode target, Map<String, String> keys) {
    keys.forEach(target::put);
  }

  private static void section(NodeConfig config, String section, Request request, Response response)
      throws IOException {
    if (section.equals("_reload")) {
      Methods.require(request, "POST");
      Json.ok(response, 200);
      return;
    }
    Methods.require(request, "GET");
    ObjectNode keys = Json.object();
    put(keys, config.section(section));
    Json.send(response, 200, keys);
  }

  private static void key(
      NodeConfig config, String section, String key, Request request, Response response)
      throws IOException {
    Methods.require(request, "GET,PUT,DELETE");
    if (!Methods.of(request).equals("GET") && PROTECTED.contains(section)) {
      throw ApiException.forbidden("Config section blacklisted for modification over HTTP API.");
    }
    String value =
        switch (Methods.of(request)) {
          case "PUT" -> set(config, section, key, Methods.json(request));
          case "DELETE" -> config.delete(section, key).orElseThrow(ConfigEndpoint::unknown);
          default -> {
            String found = config.get(section, key);
            if (found == null) {
              throw unknown();
            }
            yield found;
          }
        };
    Json.send(response, 200, StringNode.valueOf(value));
  }

  private static ApiException unknown() {
    return ApiException.notFound("unknown_config_value");
  }

  private static String set(NodeConfig config, String section, String key, JsonNode value) {
    if (!value.isString()) {
      throw config.version().isBefore(3, 4)
          ? ApiException.failure("function_clause")
          : ApiException.badRequest("a JSON string expected");
    }
    if (section.matches("(?s).*[\\[\\]\r\n].*")) {
      throw ApiException.badRequest("Invalid configuration section");
    }
    if (key.matches("(?s).*[\\[\\]\r\n].*")) {
      throw ApiException.badRequest("Invalid configuration key");
    }
    String trimmed = value.stringValue().strip();
    if (trimmed.matches("(?s).*[\r\n].*")) {
      throw ApiException.badRequest("Invalid configuration value");
    }
    return config.set(section, key, trimmed).orElse("");
  }
}
