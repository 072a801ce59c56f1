package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.TenantProxy;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.internal.destroy.RemoveFile;
import io.github.chthosting.compose.internal.destroy.RemoveFolder;
import io.github.chthosting.compose.internal.host.FreePorts;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.internal.install.MakeFolder;
import io.github.chthosting.compose.internal.install.WriteFile;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The steps from the proxy that there is to the one that is wanted. Pure but for its files.
 *
 * @param folder of its files
 * @param containers of all projects
 */
public record ProxyPlanner(TenantProxy proxy, Path folder, List<Container> containers) {
  private static final String COMPOSE = "docker-compose.yml";
  private static final String NGINX = "nginx";
  private static final Cost COST = new Cost(0, 0, Duration.ofSeconds(5), Risk.REVERSIBLE);

  /** Why its ports cannot be had; empty if they can. */
  public List<String> reasons(FreePorts free) {
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

  /**
   * The steps to these routes; none if all is as wanted. Without routes, the steps that take the
   * proxy away.
   */
  public List<PlannedStep> steps(List<Route> all) {
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

  private List<PlannedStep> serve(String compose, String nginx, List<Route> routes) {
    Path configuration = folder.resolve(NGINX);
    List<ServedDomain> domains =
        routes.stream().map(each -> new ServedDomain(each.domain(), each.https())).toList();
    return Stream.of(
            new MakeFolder(folder),
            new MakeFolder(configuration),
            GetImage.of(proxy.image()),
            new WriteFile(folder.resolve("docker-compose.next"), compose),
            new WriteFile(configuration.resolve("nginx.next"), nginx),
            new ServeTenants(folder, proxy.project(), proxy.https(), domains))
        .map(each -> each.costing(COST))
        .toList();
  }

  private List<PlannedStep> end() {
    if (!Files.isDirectory(folder) && own().findAny().isEmpty()) {
      return List.of();
    }
    Path configuration = folder.resolve(NGINX);
    List<PlannedStep> steps = new ArrayList<>();
    steps.add(new EndProxy(folder, proxy.project()).costing(COST));
    Stream.of(
            configuration.resolve("nginx.next"),
            configuration.resolve("nginx.conf"),
            folder.resolve("docker-compose.next"),
            folder.resolve(COMPOSE))
        .filter(Files::exists)
        .forEach(file -> steps.add(new RemoveFile(file).costing(COST)));
    Stream.of(configuration, folder)
        .filter(Files::exists)
        .forEach(each -> steps.add(new RemoveFolder(each).costing(COST)));
    return steps;
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
