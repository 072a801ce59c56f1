package io.github.chthosting.compose.internal.watchdog;

import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.util.List;

/**
 * Starts a Watchdog.
 *
 * @param folder of the Watchdog
 * @param project of its containers
 * @param renew services that read a changed file only when they are created again
 */
@StepName("start-watchdog")
public record StartWatchdog(Path folder, String project, List<String> renew) implements Step {
  public StartWatchdog {
    renew = List.copyOf(renew);
  }

  @Override
  public String describe() {
    return "start %s%s"
        .formatted(
            project, renew.isEmpty() ? "" : ", and make " + String.join(", ", renew) + " anew");
  }
}
