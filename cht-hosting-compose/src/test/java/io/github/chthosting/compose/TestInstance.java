package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.ComposeDeploymentBuilder;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.testing.MortalCli;
import io.github.chthosting.compose.testing.TestImages;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.compose.testing.TestRelease;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * An installation of a test: a name, ports and a network of its own, and nothing left at the end.
 */
final class TestInstance implements AutoCloseable {
  static final DockerCli DOCKER =
      DockerCli.builder()
          .fromEnvironment(System.getenv())
          .host(URI.create(System.getenv("DOCKER_TEST_HOST")))
          .build();
  static final TestImages IMAGES = TestImages.on(DOCKER);
  static final ComposePlatform PLATFORM =
      ComposePlatform.builder(DOCKER)
          .releases(TestRelease.source(IMAGES))
          .patience(Duration.ofMinutes(4))
          .build();

  final String project = TestProjects.name();
  final Path folder;
  final int http;
  final int https;

  TestInstance(Path folder) {
    this.folder = folder.resolve(project);
    this.http = port();
    this.https = port();
  }

  /** One that the system does not give to outgoing connections while the instance is stopped. */
  private static int port() {
    while (true) {
      int port = ThreadLocalRandom.current().nextInt(12_000, 32_000);
      try (ServerSocket free = new ServerSocket(port)) {
        return free.getLocalPort();
      } catch (IOException e) {
        // Taken: another.
      }
    }
  }

  ComposeDeploymentBuilder builder(String version, Topology topology) {
    return ComposeDeployment.builder(project, version, folder)
        .topology(topology)
        .ports(http, https);
  }

  ComposeDeployment deployment(String version, Topology topology) {
    return builder(version, topology).build();
  }

  Plan plan(ComposeDeployment deployment, StartedBy mode) {
    InstallOptions options =
        mode == StartedBy.DIRECT ? InstallOptions.direct() : InstallOptions.standard();
    return PLATFORM.planInstall(deployment, options.acceptingSmallHost());
  }

  void install(String version, Topology topology, StartedBy mode) {
    apply(plan(deployment(version, topology), mode));
  }

  void apply(Plan plan) {
    apply(plan, PLATFORM);
  }

  /** Applies a plan by another platform than the one that made it. */
  void apply(Plan plan, ComposePlatform platform) {
    run(plan.carriedOutBy(platform.handlers()));
  }

  void apply(Plan plan, UnaryOperator<StepHandler<Step>> around) {
    run(plan.carriedOutBy(PLATFORM.handlers()).around(around));
  }

  private void run(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve(".cht-hosting/journal"))) {
      plan.apply(journal).await();
    }
  }

  ComposeInstance observed() {
    return PLATFORM.installation(folder).orElseThrow();
  }

  String credentials() {
    return "medic:" + observed().environment().get("COUCHDB_PASSWORD").orElseThrow();
  }

  void awaitHealthy(String version) throws InterruptedException {
    TestProjects.awaitHealthy(https, version, Duration.ofMinutes(4));
  }

  /**
   * Applies a plan and returns what ends it: killed after the first change of the engine that
   * {@code deadly} takes.
   */
  Throwable applyMortal(Plan plan, Predicate<String> deadly) {
    ComposePlatform platform = mortal(deadly, Duration.ofMinutes(4));
    return catchThrowable(() -> apply(plan, platform));
  }

  static ComposePlatform mortal(Predicate<String> deadly, Duration patience) {
    return ComposePlatform.builder(MortalCli.when(deadly, DOCKER))
        .releases(TestRelease.source(IMAGES))
        .patience(patience)
        .build();
  }

  /** Documents of these numbers. */
  void write(int from, int to) {
    try (CouchDb couch = observed().couchDb()) {
      for (int i = from; i < to; i++) {
        couch.database("medic").put("person-" + i, Map.of("number", i));
      }
    }
  }

  void assertWritten(int count) {
    assertWritten(observed(), count);
  }

  /** The documents that {@link #write} wrote, wherever they are now. */
  static void assertWritten(ComposeInstance instance, int count) {
    try (CouchDb couch = instance.couchDb()) {
      for (int i = 0; i < count; i++) {
        assertThat(couch.database("medic").get("person-" + i, Map.class).get("number"))
            .isEqualTo(i);
      }
    }
  }

  @Override
  public void close() {
    remove(project);
  }

  /** All of that name. */
  static void remove(String project) {
    // The network is the upgrade service's, and in use until the rest is gone.
    List<String> upgrade =
        DOCKER
            .run(
                DockerCommand.of(
                    "ps",
                    "--all",
                    "--quiet",
                    "--filter",
                    "label=com.docker.compose.project=" + project + "-upgrade-service"))
            .lines();
    upgrade.forEach(id -> DOCKER.run(DockerCommand.of("rm", "--force", id)));
    TestProjects.remove(DOCKER, project);
    TestProjects.remove(DOCKER, project + "-upgrade-service");
  }

  static void compose(String project, Path env, Path file, String... arguments) {
    DOCKER.run(
        DockerCommand.compose(project, env, List.of(file), arguments)
            .timeLimit(Duration.ofMinutes(4)));
  }
}
