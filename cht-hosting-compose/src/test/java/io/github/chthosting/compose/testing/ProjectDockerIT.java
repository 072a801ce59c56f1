package io.github.chthosting.compose.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The test images behave as the CHT's: started with plain commands, and seen through nginx. In the
 * gate, all other tests on an engine stand on them.
 */
@Tag("series")
class ProjectDockerIT {
  private static final String PASSWORD = "pass-word with$igns";

  private final DockerCli docker =
      DockerCli.builder()
          .fromEnvironment(System.getenv())
          .host(URI.create(System.getenv("DOCKER_TEST_HOST")))
          .build();
  private final TestImages images = TestImages.on(docker);
  private final Path folder;

  ProjectDockerIT(@TempDir Path folder) {
    this.folder = folder;
  }

  private EnvFile environment(String project, int http, int https) {
    return EnvFile.empty()
        .with("COUCHDB_USER", "medic")
        .with("COUCHDB_PASSWORD", "pass-word-4")
        .with("COUCHDB_SECRET", "0123456789")
        .with("COUCHDB_UUID", "6c3d4f5e6c3d4f5e6c3d4f5e6c3d4f5e")
        .with("COUCHDB_DATA", folder.resolve("couchdb").toString())
        .with("DB1_DATA", folder.resolve("couchdb1").toString())
        .with("DB2_DATA", folder.resolve("couchdb2").toString())
        .with("DB3_DATA", folder.resolve("couchdb3").toString())
        .with("CHT_NETWORK", project + "-net")
        .with("CHT_COMPOSE_PROJECT_NAME", project)
        .with("CHT_COMPOSE_PATH", folder.resolve("compose").toString())
        .with("DOCKER_CONFIG_PATH", folder.resolve("config").toString())
        // The upgrade service's file takes this for the socket that it mounts.
        .with("DOCKER_HOST", URI.create(System.getenv("DOCKER_TEST_HOST")).getPath())
        .with("NGINX_HTTP_PORT", String.valueOf(http))
        .with("NGINX_HTTPS_PORT", String.valueOf(https));
  }

  private void compose(String project, Path env, List<Path> files, String... arguments) {
    docker.run(
        DockerCommand.compose(project, env, files, arguments).timeLimit(Duration.ofMinutes(3)));
  }

  @ParameterizedTest
  @CsvSource({"5.0.2,SINGLE", "5.0.2,CLUSTERED", "4.21.0,SINGLE"})
  void aProjectIsSeenThroughNginx(String version, Topology topology)
      throws IOException, InterruptedException {
    String project = TestProjects.name();
    Release release = TestRelease.of(images, version, topology);
    Path compose = folder.resolve("compose");
    TestRelease.write(release, compose);
    List<Path> files = release.files().stream().map(file -> compose.resolve(file.name())).toList();
    int https = TestProjects.freePort();
    Path env = folder.resolve(".env");
    EnvFile settings = environment(project, TestProjects.freePort(), https);
    boolean clustered = topology == Topology.CLUSTERED;
    (clustered ? settings.with("COUCHDB_SERVERS", ServiceTexts.THREE) : settings).write(env);
    try {
      compose(project, env, files, "up", "--detach", "--pull", "never");
      TestProjects.awaitHealthy(https, version, Duration.ofMinutes(2));
      assertThat(TestProjects.get(https, "/_session", "medic:pass-word-4"))
          .contains("\"name\":\"medic\"");
      assertThat(TestProjects.get(https, "/_all_dbs", "medic:pass-word-4"))
          .contains("\"medic\"", "\"medic-sentinel\"", "\"medic-users-meta\"", "\"_users\"");
      assertThat(TestProjects.status(https, "/_all_dbs", "medic:" + PASSWORD)).isEqualTo(401);
      String members = TestProjects.get(https, "/_membership", "medic:pass-word-4");
      assertThat(members.split("couchdb@", -1)).hasSize(1 + 2 * topology.nodes());
      assertThat(TestProjects.logs(docker, project)).doesNotContain("pass-word-4");
    } finally {
      compose(project, env, files, "down", "--volumes", "--timeout", "5");
    }
    assertThat(TestProjects.left(docker, project)).isEmpty();
  }

  @Test
  void theUpgradeServiceStartsTheRest() throws IOException, InterruptedException {
    String project = TestProjects.name();
    TestRelease.write(TestRelease.of(images, "5.0.2", Topology.SINGLE), folder.resolve("compose"));
    Files.createDirectories(folder.resolve("config"));
    Path upgrade = Files.createDirectories(folder.resolve("upgrade-service"));
    Path file =
        Files.writeString(
            upgrade.resolve("docker-compose.yml"), TestRelease.upgradeService(images));
    int https = TestProjects.freePort();
    Path env = upgrade.resolve(".env");
    environment(project, TestProjects.freePort(), https).write(env);
    try {
      compose(project + "-upgrade", env, List.of(file), "up", "--detach", "--pull", "never");
      TestProjects.awaitHealthy(https, "5.0.2", Duration.ofMinutes(2));
    } finally {
      // The network is the upgrade service's, and in use until the rest is gone.
      TestProjects.remove(docker, project);
      compose(project + "-upgrade", env, List.of(file), "down", "--timeout", "5");
    }
    assertThat(TestProjects.left(docker, project)).isEmpty();
    assertThat(TestProjects.left(docker, project + "-upgrade")).isEmpty();
  }
}
