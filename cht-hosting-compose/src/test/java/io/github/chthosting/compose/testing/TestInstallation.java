package io.github.chthosting.compose.testing;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * An instance that was made by hand, with {@code docker compose} alone, in the guide's layout.
 * Close it: nothing is left of it then.
 */
public final class TestInstallation implements AutoCloseable {
  public static final String USER = "medic";
  public static final String PASSWORD = "first-pass-phrase";

  private final DockerCli docker;
  private final Path folder;
  private final String project = TestProjects.name();
  private final int http;
  private final int https;
  private final List<Path> files;
  private final StartedBy mode;

  private TestInstallation(DockerCli docker, Path folder, Release release, StartedBy mode)
      throws IOException {
    this.docker = docker;
    this.mode = mode;
    this.folder = folder;
    this.http = TestProjects.freePort();
    this.https = TestProjects.freePort();
    Path compose = folder.resolve("compose");
    TestRelease.write(release, compose);
    this.files = release.files().stream().map(file -> compose.resolve(file.name())).toList();
    Files.createDirectories(env().resolveSibling("."));
    EnvFile settings = environment();
    boolean clustered =
        release.files().stream()
            .anyMatch(each -> each.name().equals(ReleaseFile.COUCHDB_CLUSTERED));
    (clustered ? settings.with("COUCHDB_SERVERS", ServiceTexts.THREE) : settings).write(env());
    if (mode == StartedBy.STANDARD) {
      String text = TestRelease.upgradeService(TestImages.on(docker));
      Files.writeString(env().resolveSibling("docker-compose.yml"), text);
    }
  }

  /** The engine that {@code DOCKER_TEST_HOST} names. */
  public static DockerCli engine() {
    return DockerCli.builder()
        .fromEnvironment(System.getenv())
        .host(URI.create(System.getenv("DOCKER_TEST_HOST")))
        .build();
  }

  /** Starts one without an upgrade service, and waits until it answers through nginx. */
  public static TestInstallation start(Path folder, String version, Topology topology)
      throws IOException, InterruptedException {
    return start(folder, version, topology, StartedBy.DIRECT);
  }

  /** Starts one, and waits until it answers through nginx. */
  public static TestInstallation start(
      Path folder, String version, Topology topology, StartedBy mode)
      throws IOException, InterruptedException {
    DockerCli docker = engine();
    Release release = TestRelease.of(TestImages.on(docker), version, topology);
    TestInstallation made = new TestInstallation(docker, folder.toRealPath(), release, mode);
    try {
      made.up();
      TestProjects.awaitHealthy(made.https, version, Duration.ofMinutes(2));
      return made;
    } catch (RuntimeException | InterruptedException | AssertionError e) {
      made.close();
      throw e;
    }
  }

  private EnvFile environment() {
    return EnvFile.empty()
        .with("COUCHDB_USER", USER)
        .with("COUCHDB_PASSWORD", PASSWORD)
        .with("COUCHDB_SECRET", "0123456789")
        .with("COUCHDB_UUID", "6c3d4f5e6c3d4f5e6c3d4f5e6c3d4f5e")
        .with("COUCHDB_DATA", folder.resolve("couchdb").toString())
        .with("DB1_DATA", folder.resolve("couchdb-1").toString())
        .with("DB2_DATA", folder.resolve("couchdb-2").toString())
        .with("DB3_DATA", folder.resolve("couchdb-3").toString())
        .with("CHT_NETWORK", project + "-net")
        .with("COMPOSE_PROJECT_NAME", mode == StartedBy.DIRECT ? project : project + "-upgrade")
        .with("CHT_COMPOSE_PROJECT_NAME", project)
        .with("CHT_COMPOSE_PATH", folder.resolve("compose").toString())
        .with("DOCKER_CONFIG_PATH", folder.resolve("upgrade-service").toString())
        // The upgrade service's file takes this for the socket that it mounts.
        .with("DOCKER_HOST", URI.create(System.getenv("DOCKER_TEST_HOST")).getPath())
        .with("COMMON_NAME", "cht.example.org")
        .with("NGINX_HTTP_PORT", String.valueOf(http))
        .with("NGINX_HTTPS_PORT", String.valueOf(https));
  }

  private Path env() {
    return folder.resolve(mode == StartedBy.DIRECT ? "compose" : "upgrade-service").resolve(".env");
  }

  /** {@code docker compose up --detach}, as by hand. */
  public void up() {
    if (mode == StartedBy.DIRECT) {
      compose("up", "--detach", "--pull", "never");
    } else {
      upgradeService("up", "--detach", "--pull", "never");
    }
  }

  private void upgradeService(String... arguments) {
    Path file = env().resolveSibling("docker-compose.yml");
    docker.run(DockerCommand.compose(project + "-upgrade", env(), List.of(file), arguments));
  }

  /** Any other {@code docker compose} of it. */
  public void compose(String... arguments) {
    docker.run(
        DockerCommand.compose(project, env(), files, arguments).timeLimit(Duration.ofMinutes(3)));
  }

  public DockerCli docker() {
    return docker;
  }

  public String project() {
    return project;
  }

  public int http() {
    return http;
  }

  public int https() {
    return https;
  }

  public ComposePlatform platform() {
    return ComposePlatform.builder(docker).build();
  }

  /** The instance as it is now. */
  public ComposeInstance instance() {
    return platform().installation(folder).orElseThrow();
  }

  @Override
  public void close() {
    if (mode == StartedBy.STANDARD) {
      upgradeService("stop", "--timeout", "5");
    }
    compose("down", "--volumes", "--timeout", "5");
    if (mode == StartedBy.STANDARD) {
      upgradeService("down", "--timeout", "5");
    }
    List<String> left = new ArrayList<>(TestProjects.left(docker, project));
    left.addAll(TestProjects.left(docker, project + "-upgrade"));
    if (!left.isEmpty()) {
      throw new AssertionError("left of " + project + ": " + left);
    }
    deleteOwn(folder);
  }

  /**
   * Deletes what containers wrote as root; the test's own folder would not be deletable otherwise.
   */
  private static void deleteOwn(Path folder) {
    try {
      for (String name : List.of("couchdb", "couchdb-1", "couchdb-2", "couchdb-3")) {
        Path data = folder.resolve(name);
        if (Files.exists(data)) {
          Programs.deleteTree(data);
        }
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
