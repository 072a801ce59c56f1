package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.IMAGES;
import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.ResourceUse;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.ContainerStatus;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.engine.DockerProblem;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.internal.install.PullPolicy;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.platform.LogFeed;
import io.github.chthosting.platform.LogLine;
import io.github.chthosting.platform.LogQuery;
import io.github.chthosting.platform.PlatformException;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that runs: what it wrote and uses, and what is said when it cannot run. */
class RunDockerIT {
  private final Path root;

  RunDockerIT(@TempDir Path root) {
    this.root = root;
  }

  private static List<LogLine> lines(ComposeInstance instance, LogQuery query) {
    List<LogLine> lines = new ArrayList<>();
    try (LogFeed feed = instance.logs(query)) {
      feed.forEachRemaining(lines::add);
    }
    return lines;
  }

  @Test
  void logsCommandsAndResources() throws Exception {
    try (TestInstance cht = new TestInstance(root)) {
      cht.install("5.0.2", Topology.SINGLE, StartedBy.DIRECT);
      cht.awaitHealthy("5.0.2");
      ComposeInstance instance = cht.observed();
      logs(cht, instance);
      assertThat(instance.exec("api", "echo", "$HOME; *").text()).isEqualTo("$HOME; *");
      assertThatThrownBy(() -> instance.exec("api", "false")).isInstanceOf(DockerException.class);
      assertThatThrownBy(() -> instance.exec("apa", "true"))
          .isInstanceOf(HostingException.class)
          .hasMessage(cht.project + " has no container of a service apa");
      assertThat(instance.resourceUse())
          .hasSize(instance.containers().size())
          .allMatch(each -> each.memory() > 100_000 && each.memoryLimit() > each.memory())
          .extracting(ResourceUse::service)
          .contains("couchdb", "api");
      assertThatThrownBy(() -> instance.planDestroy("cht", true))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining("'cht' is not its name: type '" + cht.project + "'");
      nameAndPortAreTaken(cht);
    }
  }

  private static void logs(TestInstance cht, ComposeInstance instance) throws Exception {
    List<LogLine> all = lines(instance, LogQuery.all());
    assertThat(all).isSortedAccordingTo(Comparator.comparing(LogLine::time));
    assertThat(all).extracting(LogLine::service).contains("api", "nginx");
    List<LogLine> one = lines(instance, LogQuery.all().services("nginx").tail(2));
    assertThat(one).hasSizeBetween(1, 2).allMatch(each -> each.service().equals("nginx"));
    assertThat(lines(instance, LogQuery.all().since(Instant.now().plusSeconds(60)))).isEmpty();

    String password = cht.credentials().substring("medic:".length());
    List<LogLine> seen = Collections.synchronizedList(new ArrayList<>());
    LogQuery follow =
        LogQuery.all().services("nginx").matching(Pattern.compile("find-me")).following();
    LogFeed feed = instance.logs(follow);
    CompletableFuture<Void> reading =
        CompletableFuture.runAsync(() -> feed.forEachRemaining(seen::add));
    try {
      TestProjects.status(cht.https, "/find-me?password=" + password, "");
      for (int i = 0; i < 300 && seen.isEmpty(); i++) {
        Thread.sleep(100);
      }
    } finally {
      feed.close();
    }
    assertThat(reading).succeedsWithin(30, SECONDS);
    assertThat(seen).isNotEmpty();
    assertThat(seen.get(0).text()).contains("/find-me?password=***");
  }

  private void nameAndPortAreTaken(TestInstance taken) {
    try (TestInstance second = new TestInstance(root.resolve("second"))) {
      ContainerStatus nginx = taken.observed().containers("nginx").get(0).status();
      assertThatThrownBy(
              () ->
                  second.plan(
                      second
                          .builder("5.0.2", Topology.SINGLE)
                          .ports(second.http, taken.https)
                          .build(),
                      StartedBy.DIRECT))
          .isInstanceOf(PlanRefusedException.class)
          .hasMessageContaining(
              "port %d: taken by container %s of project %s"
                  .formatted(taken.https, nginx.name(), taken.project));
      assertThat(second.folder).doesNotExist();
    }
    Path other = root.resolve("other");
    assertThatThrownBy(
            () ->
                PLATFORM.planInstall(
                    ComposeDeployment.builder(taken.project, "5.0.2", other).build()))
        .hasMessageContaining(
            "project %s is installed in %s: choose another name"
                .formatted(taken.project, taken.folder));
  }

  /**
   * A restart loop at installation; in the gate, an upgrade meets such a container, by the same
   * code.
   */
  @Tag("series")
  @Test
  void aContainerInARestartLoopIsQuoted() {
    IMAGES.buildFailing("5.0.13", "sentinel");
    try (TestInstance cht = new TestInstance(root)) {
      assertThatThrownBy(() -> cht.install("5.0.13", Topology.SINGLE, StartedBy.DIRECT))
          .isInstanceOf(PlatformException.class)
          .hasMessageContaining("of service sentinel ends again and again, with exit code 1")
          .hasMessageContaining("| made to fail")
          .hasMessageContaining("resume");
    }
  }

  /** A site without a registry gets its images so. */
  @Test
  void imagesComeFromAFile() {
    IMAGES.build("5.0.4");
    String api = IMAGES.name("api", "5.0.4");
    Path archive = root.resolve("api.tar");
    DOCKER.run(DockerCommand.of("save", "--output", archive.toString(), api));
    DOCKER.run(DockerCommand.of("rmi", api));
    try (TestInstance cht = new TestInstance(root)) {
      InstallOptions offline = InstallOptions.direct().loading(archive).acceptingSmallHost();
      Plan plan = PLATFORM.planInstall(cht.deployment("5.0.4", Topology.SINGLE), offline);
      List<PlannedStep> images =
          plan.steps().stream().filter(step -> step.is(GetImage.class)).toList();
      assertThat(images)
          .singleElement()
          .extracting(PlannedStep::step)
          .isEqualTo(new GetImage(api, api, PullPolicy.NEVER));
      assertThatThrownBy(() -> cht.apply(new Plan("too early", images)))
          .hasMessageContaining("the archives that were loaded do not hold " + api);
    }
    try (TestInstance cht = new TestInstance(root)) {
      InstallOptions offline = InstallOptions.direct().loading(archive).acceptingSmallHost();
      Plan plan = PLATFORM.planInstall(cht.deployment("5.0.4", Topology.SINGLE), offline);
      cht.apply(
          new Plan(
              "images",
              plan.steps().stream()
                  .filter(step -> PlanSteps.name(step).contains("image"))
                  .toList()));
      Plan then = PLATFORM.planInstall(cht.deployment("5.0.4", Topology.SINGLE), offline);
      assertThat(then.steps()).noneMatch(step -> PlanSteps.name(step).contains("image"));
    }
  }

  @Test
  void anImageThatCannotBeHadStartsNothing() {
    try (TestInstance cht = new TestInstance(root)) {
      GetImage image =
          new GetImage("cht-none.invalid/x:1", "127.0.0.1:1/medic/x:1", PullPolicy.MISSING);
      Plan missing = new Plan("missing", List.of(image.costing(Cost.FREE)));
      assertThatThrownBy(() -> cht.apply(missing))
          .isInstanceOfSatisfying(
              DockerException.class,
              e -> assertThat(e.problem()).isEqualTo(DockerProblem.REGISTRY_UNREACHABLE))
          .hasMessageEndingWith("Nothing was started. Fix the cause, then resume.");
      assertThat(TestProjects.left(DOCKER, cht.project)).isEmpty();
    }
  }
}
