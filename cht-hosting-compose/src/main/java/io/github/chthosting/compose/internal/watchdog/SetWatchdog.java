package io.github.chthosting.compose.internal.watchdog;

import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.util.List;

/**
 * Changes the settings of a Watchdog, and makes its password if there is none.
 *
 * @param path of its {@code .env}
 * @param set in the order in which they are written; no secrets
 */
@StepName("set-watchdog")
public record SetWatchdog(Path path, List<Setting> set) implements Step {
  public SetWatchdog {
    set = List.copyOf(set);
  }

  @Override
  public String describe() {
    return "write %d settings to %s".formatted(set.size(), path);
  }
}
