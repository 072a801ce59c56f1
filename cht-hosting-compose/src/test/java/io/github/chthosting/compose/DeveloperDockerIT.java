package io.github.chthosting.compose;

import static io.github.chthosting.compose.TestInstance.DOCKER;
import static io.github.chthosting.compose.TestInstance.PLATFORM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.DeveloperOptions;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.testing.TestProjects;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A developer's CHTs side by side: none minds the others. */
class DeveloperDockerIT {
  private static final ChtVersion VERSION = ChtVersion.of("5.0.2");

  private final Path folder;
  private final DeveloperProjects projects;
  private final String one = TestProjects.name();
  private final String two = TestProjects.name();

  DeveloperDockerIT(@TempDir Path folder) {
    this.folder = folder;
    this.projects = DeveloperProjects.in(PLATFORM, folder);
  }

  @AfterEach
  void nothingIsLeft() {
    TestInstance.remove(one);
    TestInstance.remove(two);
  }

  private static DeveloperOptions options(InstallOptions install) {
    return DeveloperOptions.defaults().install(install.acceptingSmallHost());
  }

  private void apply(Plan plan) {
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      plan.apply(journal).await();
    }
  }

  private int await(String name) throws InterruptedException {
    int port = projects.project(name).httpsPort();
    TestProjects.awaitHealthy(port, VERSION.toString(), Duration.ofMinutes(4));
    return port;
  }

  @Test
  void twoAtOnce() throws IOException, InterruptedException {
    apply(projects.planCreate(one, VERSION, options(InstallOptions.standard())));
    int first = await(one);
    apply(projects.planCreate(two, VERSION, options(InstallOptions.direct())));
    int second = await(two);
    assertThat(first).isGreaterThanOrEqualTo(DeveloperProjects.HTTPS).isLessThan(second);
    assertThat(DeveloperProjects.address(projects.project(two)))
        .hasToString("https://localhost:" + second + "/");
    assertThat(projects.list())
        .extracting(ComposeInstance::name)
        .containsExactlyInAnyOrder(one, two);
    // Once more: the same ports, and nothing to do.
    assertThat(projects.planCreate(one, VERSION, options(InstallOptions.standard())).isEmpty())
        .isTrue();

    List<String> kept = projects.project(two).containers().stream().map(Container::id).toList();
    apply(projects.project(one).planStop());
    assertThat(projects.project(one).status()).noneMatch(each -> each.isUp());
    // Its ports stay its own while it is stopped.
    assertThat(
            projects
                .planCreate(TestProjects.name(), VERSION, options(InstallOptions.direct()))
                .toString())
        .doesNotContain("set.NGINX_HTTPS_PORT=" + first);
    apply(projects.project(one).planStart());
    assertThat(await(one)).isEqualTo(first);

    assertThatThrownBy(() -> projects.project(one).planDestroy(two, true))
        .hasMessageContaining("is not its name");
    apply(projects.project(one).planDestroy(one, true));
    assertThat(projects.list()).extracting(ComposeInstance::name).containsExactly(two);
    assertThat(TestProjects.left(DOCKER, one)).isEmpty();
    await(two);
    assertThat(projects.project(two).containers()).extracting(Container::id).isEqualTo(kept);
    assertThatThrownBy(() -> projects.project(one))
        .hasMessageContaining("there is no project " + one)
        .hasMessageContaining(two);
  }
}
