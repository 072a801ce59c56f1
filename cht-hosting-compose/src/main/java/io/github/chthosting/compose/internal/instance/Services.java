package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.platform.ServiceStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The CHT's services, as their names tell them. */
public final class Services {
  /** The upgrade service, as its own file names it. */
  public static final String UPGRADE = "cht-upgrade-service";

  private Services() {}

  /**
   * The place of a service in the order of starting, from 0: search index, CouchDB, what leads to
   * it, what writes to it, the upgrade service. Stopping goes the other way round.
   */
  public static int rank(String service) {
    if (service.startsWith("nouveau")) {
      return 0;
    }
    if (service.startsWith("couchdb")) {
      return 1;
    }
    return switch (service) {
      case "haproxy", "healthcheck" -> 2;
      case "nginx" -> 3;
      case "api", "sentinel" -> 4;
      case UPGRADE -> 6;
      default -> 5;
    };
  }

  /** Returns whether it stores data: CouchDB's nodes, and their search index. */
  public static boolean isStore(String service) {
    return rank(service) <= 1;
  }

  /** All services of an instance, those without a container too, in the order of starting. */
  static List<ServiceStatus> status(Instance instance) {
    Map<String, String> wanted = new TreeMap<>(instance.images());
    if (instance.layout().mode() == StartedBy.STANDARD) {
      wanted.put(UPGRADE, "");
    }
    List<ServiceStatus> all = new ArrayList<>();
    Stream.concat(instance.containers().stream(), instance.upgradeService().stream())
        .forEach(each -> all.add(status(each.status())));
    all.forEach(each -> wanted.remove(each.service()));
    wanted.forEach((service, image) -> all.add(ServiceStatus.missing(service, image)));
    all.sort(
        Comparator.comparingInt((ServiceStatus each) -> rank(each.service()))
            .thenComparing(ServiceStatus::service)
            .thenComparing(ServiceStatus::unit));
    return List.copyOf(all);
  }

  private static ServiceStatus status(ContainerStatus container) {
    return new ServiceStatus(
        container.service(),
        container.name(),
        container.image(),
        state(container),
        container.restarts(),
        container.outOfMemory(),
        container.exitCode(),
        container.started());
  }

  private static ServiceStatus.State state(ContainerStatus container) {
    return switch (container.state()) {
      case "running" ->
          switch (container.health()) {
            case "unhealthy" -> ServiceStatus.State.UNHEALTHY;
            case "starting" -> ServiceStatus.State.STARTING;
            default -> ServiceStatus.State.UP;
          };
      case "restarting" -> ServiceStatus.State.RESTARTING;
      default -> ServiceStatus.State.STOPPED;
    };
  }
}
