package io.github.chthosting.compose.internal.tenants;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The container of the proxy.
 *
 * @param folder of its files
 * @param project of the container
 */
record ProxyContainer(Engine platform, Path folder, String project) {
  private static final String CONFIGURATION = "/etc/tenants/";
  private static final String SERVICE = "proxy";
  private static final Duration UP = Duration.ofMinutes(10);
  private static final Duration SETTLED = Duration.ofSeconds(2);
  private static final int LOOPS = 3;

  Path file(String name) {
    return folder.resolve(name);
  }

  /**
   * Has nginx check a configuration, in a container of its own: also before there is a proxy.
   *
   * @param compose file to make it from
   * @param configuration within nginx's folder
   */
  void check(String compose, String configuration) {
    compose(
        compose,
        "run",
        "--rm",
        "--no-deps",
        "-T",
        "--entrypoint",
        "nginx",
        SERVICE,
        "-t",
        "-q",
        "-c",
        CONFIGURATION + configuration);
  }

  /** Starts it; one that runs and need not be recreated reads its configuration. */
  void serve() {
    Optional<String> before = running().map(Container::id);
    compose("docker-compose.yml", "up", "--detach", "--pull", "never", "--timeout", "10");
    running().filter(now -> before.filter(now.id()::equals).isPresent()).ifPresent(this::reload);
  }

  private void reload(Container proxy) {
    platform
        .docker()
        .run(
            DockerCommand.of(
                    "exec",
                    proxy.status().name(),
                    "nginx",
                    "-c",
                    CONFIGURATION + "nginx.conf",
                    "-s",
                    "reload")
                .about(project(), SERVICE));
  }

  void end() {
    compose("docker-compose.yml", "down", "--timeout", "10");
  }

  private void compose(String file, String... arguments) {
    platform
        .docker()
        .run(
            DockerCommand.compose(project(), null, List.of(file(file)), arguments)
                .about(project(), SERVICE)
                .timeLimit(UP));
  }

  private Optional<Container> any() {
    return Projects.details(platform.docker()).stream()
        .filter(each -> each.project().equals(project()))
        .filter(each -> !each.label("oneoff").equals("True"))
        .findFirst();
  }

  private Optional<Container> running() {
    return any().filter(each -> each.status().state().equals("running"));
  }

  /** Waits until it stays up. */
  void settle(WorkContext context) {
    String operation = "start the proxy " + project();
    Waiting.until(
        () -> settled(operation),
        platform.patience(),
        context,
        operation,
        () -> "the proxy does not run");
  }

  private boolean settled(String operation) {
    Optional<Container> proxy = any();
    proxy.filter(each -> each.status().restarts() > LOOPS).ifPresent(each -> fail(each, operation));
    return proxy
        .filter(each -> each.status().isUp())
        .filter(each -> each.status().age(Instant.now()).compareTo(SETTLED) > 0)
        .isPresent();
  }

  private void fail(Container proxy, String operation) {
    StringBuilder text = new StringBuilder(operation).append(": it ends again and again:");
    platform
        .docker()
        .run(
            DockerCommand.of("logs", "--tail", "5", proxy.status().name()),
            line -> text.append("\n  | ").append(line));
    text.append("\nAnother process may have its ports.");
    throw new HostingException(operation, text.toString(), false, null);
  }
}
