package io.github.chthosting.compose.tenants;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.host.FreePorts;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * From the proxy that there is to the one that is wanted. Pure but for its files.
 *
 * @param folder of its files
 * @param containers of all projects
 */
record ProxyPlan(TenantProxy proxy, Path folder, List<Container> containers) {
  private static final String COMPOSE = "docker-compose.yml";
  private static final String NGINX = "nginx";

  /** Why its ports cannot be had; empty if they can. */
  List<String> reasons(FreePorts free) {
    List<String> reasons = new ArrayList<>();
    for (int port : List.of(proxy.http(), proxy.https())) {
      List<Container> holders =
          containers.stream().filter(each -> each.status().ports().contains(port)).toList();
      holders.forEach(each -> reasons.add(taken(port, each)));
      if (holders.isEmpty() && !runs() && free.isListening(port)) {
        reasons.add(
            "port %d is the proxy's, and a process of the host has it: 'ss -ltnp sport = :%d' names it"
                .formatted(port, port));
      }
    }
    return reasons;
  }

  private static String taken(int port, Container other) {
    return "port %d is the proxy's, and container %s of project %s has it: give that one another"
        .formatted(port, other.status().name(), other.project());
  }

  private boolean runs() {
    return own().anyMatch(each -> each.status().isUp());
  }

  private Stream<Container> own() {
    return containers.stream().filter(each -> each.project().equals(proxy.project()));
  }

  /** None if all is as wanted; without routes, those that take it away. */
  List<Step> steps(List<Route> all) {
    if (all.isEmpty()) {
      return end();
    }
    List<Route> routes = all.stream().sorted(Comparator.comparing(Route::domain)).toList();
    Path configuration = folder.resolve(NGINX);
    String compose = ProxyFiles.compose(proxy, configuration);
    String nginx = ProxyFiles.nginx(proxy, routes);
    boolean same =
        compose.equals(read(folder.resolve(COMPOSE)))
            && nginx.equals(read(configuration.resolve("nginx.conf")))
            && runs();
    return same ? List.of() : serve(compose, nginx, routes);
  }

  private List<Step> serve(String compose, String nginx, List<Route> routes) {
    Path configuration = folder.resolve(NGINX);
    Map<String, String> serve = arguments();
    serve.put(
        "tenants",
        routes.stream()
            .map(each -> each.domain() + "=" + each.https())
            .collect(Collectors.joining(",")));
    return List.of(
        step("make-folder", Map.of("path", folder.toString())),
        step("make-folder", Map.of("path", configuration.toString())),
        step("get-image", Map.of("image", proxy.image())),
        file(folder.resolve("docker-compose.next"), compose),
        file(configuration.resolve("nginx.next"), nginx),
        step("serve-tenants", serve));
  }

  private List<Step> end() {
    if (!Files.isDirectory(folder) && own().findAny().isEmpty()) {
      return List.of();
    }
    Path configuration = folder.resolve(NGINX);
    List<Step> steps = new ArrayList<>();
    steps.add(step("end-proxy", arguments()));
    Stream.of(
            configuration.resolve("nginx.next"),
            configuration.resolve("nginx.conf"),
            folder.resolve("docker-compose.next"),
            folder.resolve(COMPOSE))
        .filter(Files::exists)
        .forEach(file -> steps.add(step("remove-file", Map.of("path", file.toString()))));
    Stream.of(configuration, folder)
        .filter(Files::exists)
        .forEach(each -> steps.add(step("remove-folder", Map.of("path", each.toString()))));
    return steps;
  }

  private Map<String, String> arguments() {
    Map<String, String> all = new TreeMap<>();
    all.put("folder", folder.toString());
    all.put("project", proxy.project());
    all.put("https", String.valueOf(proxy.https()));
    return all;
  }

  private static Step file(Path path, String text) {
    return step("write-file", Map.of("path", path.toString(), "text", text));
  }

  private static Step step(String action, Map<String, String> arguments) {
    Cost cost = new Cost(0, 0, Duration.ofSeconds(5), Risk.REVERSIBLE);
    return new Step(action, arguments, cost);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      throw new HostingException("read " + file, file + " cannot be read: " + e, false, e);
    }
  }
}
