package io.github.chthosting.compose.internal.watchdog;

import io.github.chthosting.compose.deployment.PostgresTarget;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepName;
import java.nio.file.Path;
import java.util.List;

/**
 * Has the Postgres exporter of a Watchdog measure these databases.
 *
 * @param folder of the Watchdog
 * @param targets without passwords, only where they are
 */
@StepName("set-postgres-exporter")
public record SetPostgresExporter(Path folder, List<PostgresTarget> targets) implements Step {
  public SetPostgresExporter {
    targets = List.copyOf(targets);
  }

  @Override
  public String describe() {
    return "measure Postgres %s"
        .formatted(String.join(", ", targets.stream().map(PostgresTarget::name).toList()));
  }
}
