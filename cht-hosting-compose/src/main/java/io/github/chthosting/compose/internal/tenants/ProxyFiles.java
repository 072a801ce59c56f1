package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.compose.deployment.TenantProxy;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * The files of the proxy. HTTPS is handed on as it comes, by the name that the client asks for
 * (SNI): keys and certificates stay with their tenants, who look after them as alone. HTTP is
 * handed on by its host, so that each tenant's own redirection and ACME challenges work. Pure.
 */
final class ProxyFiles {
  private static final YAMLMapper YAML =
      YAMLMapper.builder().disable(YAMLWriteFeature.WRITE_DOC_START_MARKER).build();

  private ProxyFiles() {}

  /** {@code nginx.conf}. */
  static String nginx(TenantProxy proxy, List<Route> tenants) {
    StringBuilder text = new StringBuilder("# Written by cht-hosting; changes do not last.\n");
    proxy.modules().forEach(module -> text.append("load_module ").append(module).append(";\n"));
    text.append(
        "user nginx;\nworker_processes auto;\npid /tmp/nginx.pid;\nerror_log /dev/stderr warn;\n");
    text.append("events { worker_connections 4096; }\n");
    stream(proxy, tenants, text);
    http(proxy, tenants, text);
    return text.toString();
  }

  private static void stream(TenantProxy proxy, List<Route> tenants, StringBuilder text) {
    text.append(
        "stream {\n  map_hash_bucket_size 256;\n  map $ssl_preread_server_name $tenant {\n");
    tenants.forEach(
        each -> text.append("    %s 127.0.0.1:%d;\n".formatted(each.domain(), each.https())));
    text.append("    default \"\";\n  }\n  server {\n");
    text.append("    listen %d;\n".formatted(proxy.https()));
    text.append("    ssl_preread on;\n    proxy_pass $tenant;\n");
    // Phones that sync wait long for an answer.
    text.append("    proxy_connect_timeout 5s;\n    proxy_timeout 1h;\n  }\n}\n");
  }

  private static void http(TenantProxy proxy, List<Route> tenants, StringBuilder text) {
    text.append("http {\n  access_log off;\n  server_names_hash_bucket_size 256;\n");
    text.append("  server {\n    listen %d default_server;\n".formatted(proxy.http()));
    text.append("    return 404;\n  }\n");
    for (Route each : tenants) {
      text.append("  server {\n    listen %d;\n".formatted(proxy.http()));
      text.append("    server_name %s;\n    location / {\n".formatted(each.domain()));
      text.append("      proxy_pass http://127.0.0.1:%d;\n".formatted(each.http()));
      text.append("      proxy_set_header Host $host;\n");
      text.append("      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;\n");
      text.append("    }\n  }\n");
    }
    text.append("}\n");
  }

  /**
   * The compose file. The host's own network, so that no tenant's network has to be joined, and
   * none is held by the proxy when its tenant goes.
   */
  static String compose(TenantProxy proxy, Path configuration) {
    ObjectNode root = YAML.createObjectNode();
    ObjectNode service = root.putObject("services").putObject("proxy");
    service.put("image", plain(proxy.image()));
    ArrayNode words = service.putArray("entrypoint");
    List.of("nginx", "-c", "/etc/tenants/nginx.conf", "-g", "daemon off;").forEach(words::add);
    service.put("network_mode", "host");
    service.put("restart", "always");
    service.put("stop_signal", "SIGQUIT");
    ObjectNode mount = service.putArray("volumes").addObject();
    mount.put("type", "bind").put("source", plain(configuration.toString()));
    mount.put("target", "/etc/tenants").put("read_only", true);
    service.putObject("logging").put("driver", "local");
    try {
      return YAML.writeValueAsString(root);
    } catch (JacksonException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Compose would replace variables. */
  private static String plain(String text) {
    return text.replace("$", "$$");
  }
}
