package io.github.chthosting.compose.internal.run;

import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.time.Duration;
import java.util.List;

/**
 * Stops services.
 *
 * @param layout of the installation
 * @param services to stop
 * @param grace after which a service is killed
 */
@StepName("stop-services")
public record StopServices(Layout layout, List<String> services, Duration grace) implements Step {
  public StopServices {
    services = List.copyOf(services);
  }

  @Override
  public String describe() {
    return "stop %s of %s, each within %d s"
        .formatted(String.join(", ", services), layout.project(), grace.toSeconds());
  }
}
