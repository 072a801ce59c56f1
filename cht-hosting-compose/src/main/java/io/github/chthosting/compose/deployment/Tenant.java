package io.github.chthosting.compose.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.ServiceStatus;
import java.util.List;
import java.util.Optional;

/**
 * A tenant: one of several CHTs on a host, at one moment.
 *
 * @param name of the instance
 * @param domain that the proxy knows it by; empty if it has none
 * @param http its own port on the host; 0 if it is not known
 * @param https its own port on the host; 0 if it is not known
 * @param version that runs, or is installed
 * @param memory bytes that it is limited to; 0 if it is not
 * @param services what they do; those without a container too
 * @param problem why its files tell no more; empty if they do
 */
public record Tenant(
    String name,
    String domain,
    int http,
    int https,
    Optional<ChtVersion> version,
    long memory,
    List<ServiceStatus> services,
    String problem) {
  public Tenant {
    services = List.copyOf(services);
  }

  /** Returns whether it is more than the data that was kept when it was removed. */
  public boolean isInstalled() {
    return !services.isEmpty() || !problem.isEmpty();
  }

  /** Returns whether all of its services are up. */
  public boolean isUp() {
    return ServiceStatus.areUp(services);
  }

  /** Returns {@code clinic at clinic.example.org: 5.0.2, 7 of 7 up}. */
  @Override
  public String toString() {
    if (!problem.isEmpty()) {
      return name + ": " + problem;
    }
    if (!isInstalled()) {
      return name + " was removed, and its data kept";
    }
    long up = services.stream().filter(ServiceStatus::isUp).count();
    return "%s at %s: %s, %d of %d up"
        .formatted(name, domain, version.map(String::valueOf).orElse("?"), up, services.size());
  }
}
