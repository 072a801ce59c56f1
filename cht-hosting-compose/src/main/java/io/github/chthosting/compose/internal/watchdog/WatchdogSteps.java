package io.github.chthosting.compose.internal.watchdog;

import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.env.PassPhrase;
import io.github.chthosting.compose.internal.Capability;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Writes the settings of a Watchdog, and starts it. */
public final class WatchdogSteps implements Capability {
  private static final Duration UP = Duration.ofMinutes(15);
  private static final String PASSWORD = "GRAFANA_ADMIN_PASSWORD";

  private final ComposePlatform platform;

  public WatchdogSteps(ComposePlatform platform) {
    this.platform = platform;
  }

  @Override
  public Set<String> actions() {
    return Set.of("set-watchdog", "set-postgres-exporter", "start-watchdog");
  }

  @Override
  public void run(Step step, Marks marks, WorkContext context) throws IOException {
    switch (step.action()) {
      case "set-watchdog" -> set(step);
      case "set-postgres-exporter" ->
          new PostgresExporter(Path.of(step.argument("folder"))).write(step.argument("targets"));
      default -> start(step);
    }
  }

  private static void set(Step step) {
    Path file = Path.of(step.argument("path"));
    EnvFile settings = EnvFile.read(file);
    for (Map.Entry<String, String> each : step.arguments().entrySet()) {
      settings =
          each.getKey().equals("path") ? settings : settings.with(each.getKey(), each.getValue());
    }
    String password = settings.get(PASSWORD).orElse("");
    if (password.isEmpty() || password.equals("password")) {
      settings = settings.with(PASSWORD, String.valueOf(PassPhrase.words().reveal()));
    }
    if (settings.get("GRAFANA_ADMIN_USER").isEmpty()) {
      settings = settings.with("GRAFANA_ADMIN_USER", "medic");
    }
    settings.write(file);
  }

  private void start(Step step) {
    compose(step, List.of("up", "--detach", "--remove-orphans"));
    String renew = step.argument("renew");
    if (!renew.isEmpty()) {
      List<String> words = new ArrayList<>(List.of("up", "--detach", "--force-recreate"));
      words.add("--no-deps");
      words.addAll(Arrays.asList(renew.split(",", -1)));
      compose(step, words);
    }
  }

  private void compose(Step step, List<String> words) {
    Path folder = Path.of(step.argument("folder"));
    List<Path> files = new ArrayList<>(List.of(folder.resolve("docker-compose.yml")));
    PostgresExporter exporter = new PostgresExporter(folder);
    if (exporter.isThere()) {
      files.add(exporter.compose());
    }
    platform
        .docker()
        .run(
            DockerCommand.compose(
                    step.argument("project"),
                    folder.resolve(".env"),
                    files,
                    words.toArray(String[]::new))
                .timeLimit(UP));
  }

  /** Settings are whole before and after; what was started is left to be stopped by hand. */
  @Override
  public void rollBack(Step step, Marks marks, WorkContext context) {}
}
