package io.github.chthosting.compose.internal.watchdog;

import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.env.PassPhrase;
import io.github.chthosting.compose.internal.StepWork;
import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.StepHandlers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Carries out steps that configure and start a Watchdog. */
public final class WatchdogSteps {
  private static final Duration UP = Duration.ofMinutes(15);
  private static final String PASSWORD = "GRAFANA_ADMIN_PASSWORD";

  private final Engine platform;

  private WatchdogSteps(Engine platform) {
    this.platform = platform;
  }

  /**
   * Returns the handlers of these steps. Settings are whole before and after each; what was started
   * is left to be stopped by hand.
   */
  public static StepHandlers handlers(Engine platform) {
    WatchdogSteps steps = new WatchdogSteps(platform);
    return StepHandlers.builder()
        .add(SetWatchdog.class, StepWork.handler(WatchdogSteps::set))
        .add(SetPostgresExporter.class, StepWork.handler(WatchdogSteps::measure))
        .add(StartWatchdog.class, StepWork.handler(steps::start))
        .build();
  }

  private static void measure(SetPostgresExporter step, Marks marks, WorkContext context)
      throws IOException {
    new PostgresExporter(step.folder()).write(step.targets());
  }

  private static void set(SetWatchdog step, Marks marks, WorkContext context) {
    EnvFile settings = EnvFile.read(step.path());
    for (Setting each : step.set()) {
      settings = settings.with(each.name(), each.value());
    }
    String password = settings.get(PASSWORD).orElse("");
    if (password.isEmpty() || password.equals("password")) {
      settings = settings.with(PASSWORD, String.valueOf(PassPhrase.words().reveal()));
    }
    if (settings.get("GRAFANA_ADMIN_USER").isEmpty()) {
      settings = settings.with("GRAFANA_ADMIN_USER", "medic");
    }
    settings.write(step.path());
  }

  private void start(StartWatchdog step, Marks marks, WorkContext context) {
    compose(step, List.of("up", "--detach", "--remove-orphans"));
    if (!step.renew().isEmpty()) {
      List<String> words = new ArrayList<>(List.of("up", "--detach", "--force-recreate"));
      words.add("--no-deps");
      words.addAll(step.renew());
      compose(step, words);
    }
  }

  private void compose(StartWatchdog step, List<String> words) {
    Path folder = step.folder();
    List<Path> files = new ArrayList<>(List.of(folder.resolve("docker-compose.yml")));
    PostgresExporter exporter = new PostgresExporter(folder);
    if (exporter.isThere()) {
      files.add(exporter.compose());
    }
    platform
        .docker()
        .run(
            DockerCommand.compose(
                    step.project(), folder.resolve(".env"), files, words.toArray(String[]::new))
                .timeLimit(UP));
  }
}
