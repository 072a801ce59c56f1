package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.util.List;

/**
 * Has the proxy hand on what comes to these domains.
 *
 * @param folder of the proxy's files
 * @param project of its container
 * @param https its port on the host
 * @param tenants where it hands on to
 */
@StepName("serve-tenants")
public record ServeTenants(Path folder, String project, int https, List<ServedDomain> tenants)
    implements Step {
  public ServeTenants {
    tenants = List.copyOf(tenants);
  }

  @Override
  public String describe() {
    return "have the proxy serve %s"
        .formatted(String.join(", ", tenants.stream().map(ServedDomain::domain).toList()));
  }
}
