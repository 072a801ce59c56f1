package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.ByteSize;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Tenant;
import io.github.chthosting.compose.deployment.TenantSize;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.http.Json;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The memory and processors that an engine's host has for all tenants together.
 *
 * @param memory bytes
 * @param cpus as the engine counts them
 */
public record HostCapacity(long memory, int cpus) {
  /** The rest is the system's, the engine's, and what each tenant's small services take. */
  private static final double FOR_TENANTS = 0.9;

  public static HostCapacity observe(DockerCli docker) {
    DockerCommand ask = DockerCommand.of("info", "--format", "{{json .}}");
    try {
      JsonNode info = Json.mapper().readTree(docker.run(ask).text());
      return new HostCapacity(info.path("MemTotal").asLong(0), info.path("NCPU").asInt(0));
    } catch (JacksonException e) {
      throw new HostingException(
          ask.toString(), ask + ": its answer is not JSON; nothing was changed", false, e);
    }
  }

  /** Why one more does not fit beside these; empty if it does. */
  public List<String> against(List<Tenant> others, TenantSize size) {
    List<String> reasons = new ArrayList<>();
    long taken =
        others.stream()
            .mapToLong(tenant -> tenant.memory() > 0 ? tenant.memory() : size.memory())
            .sum();
    long room = (long) (memory * FOR_TENANTS);
    if (taken + size.memory() > room) {
      reasons.add(
          "memory: %d others have %s, this one needs %s, and the host has %s for all of them: use a larger host, or smaller limits"
              .formatted(
                  others.size(),
                  ByteSize.format(taken),
                  ByteSize.format(size.memory()),
                  ByteSize.format(room)));
    }
    double counted = (others.size() + 1) * size.cpus();
    if (counted > cpus) {
      reasons.add(
          "CPU: with this one %.1f are counted, and the host has %d: use a larger host, or count a tenant with less"
              .formatted(counted, cpus));
    }
    return reasons;
  }
}
