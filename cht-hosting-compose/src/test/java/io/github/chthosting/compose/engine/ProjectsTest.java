package io.github.chthosting.compose.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectsTest {
  private static final String INSPECTED =
      """
      [{"Name":"/cht-api-1","RestartCount":3,
        "State":{"Status":"restarting","OOMKilled":true,"ExitCode":137,"StartedAt":"2026-11-22T12:00:00.5Z"},
        "Config":{"Image":"public.ecr.aws/medic/cht-api:5.0.2","Labels":{"com.docker.compose.project":"cht","com.docker.compose.service":"api"}},
        "HostConfig":{"PortBindings":{}}},
       {"Name":"/shop-web-1","RestartCount":0,
        "State":{"Status":"running","Health":{"Status":"healthy"},"StartedAt":"2026-11-22T12:00:00Z"},
        "Config":{"Image":"cht-shop/web:1","Labels":{"com.docker.compose.project":"shop","com.docker.compose.service":"web"}},
        "HostConfig":{"PortBindings":{"80/tcp":[{"HostIp":"","HostPort":"8080"}],"81/tcp":[{"HostPort":""}],"82/tcp":null}}}]
      """;

  private final Path folder;

  ProjectsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private DockerCli engine(String ps) throws IOException {
    Path answer = Files.writeString(folder.resolve("inspected"), INSPECTED);
    String inspect = "cat " + answer;
    return FakeDocker.script(
            folder,
            "echo \"$*\" >> "
                + folder.resolve("calls")
                + "\nif [ \"$1\" = ps ]; then "
                + ps
                + "; else "
                + inspect
                + "; fi")
        .build();
  }

  @Test
  void twoCommandsTellAll() throws IOException {
    DockerCli docker = engine("echo a; echo b");
    assertThat(Projects.containers(docker))
        .containsExactly(
            new ContainerStatus(
                "cht",
                "api",
                "cht-api-1",
                "public.ecr.aws/medic/cht-api:5.0.2",
                "restarting",
                "",
                3,
                true,
                137,
                Instant.parse("2026-11-22T12:00:00.5Z"),
                Set.of()),
            new ContainerStatus(
                "shop",
                "web",
                "shop-web-1",
                "cht-shop/web:1",
                "running",
                "healthy",
                0,
                false,
                0,
                Instant.parse("2026-11-22T12:00:00Z"),
                Set.of(8080)));
    assertThat(folder.resolve("calls"))
        .hasContent(
            "ps --all --quiet --no-trunc --filter label=com.docker.compose.project\n"
                + "inspect --type container a b");
  }

  @Test
  void onlyProjectsWithImagesOfTheChtAreItsOwn() throws IOException {
    assertThat(Projects.cht(engine("echo a; echo b")).keySet()).containsExactly("cht");
  }

  @Test
  void noContainersAreNotInspected() throws IOException {
    assertThat(Projects.containers(engine("true"))).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("calls"))).hasSize(1);
  }

  /** Compose puts another in its place: that one is listed by the second look alone. */
  @Test
  void oneThatGoesMeanwhileIsListedAnew() throws IOException {
    Path looks = folder.resolve("looks");
    Path all = Files.writeString(folder.resolve("all"), INSPECTED);
    Path first =
        Files.writeString(
            folder.resolve("first"), INSPECTED.substring(0, INSPECTED.indexOf(",\n {")) + "]");
    DockerCli docker =
        FakeDocker.script(
                folder,
                """
                case "$*" in
                ps*) echo look >> %1$s; if [ $(wc -l < %1$s) = 1 ]; then echo a; echo b; else echo a; echo c; fi;;
                *'a b') echo 'Error: No such container: b' >&2; exit 1;;
                *' a') cat %2$s;;
                *'a c') cat %3$s;;
                esac
                """
                    .formatted(looks, first, all))
            .build();
    assertThat(Projects.containers(docker)).hasSize(2);
    assertThat(Files.readAllLines(looks)).hasSize(2);
  }

  /**
   * Where containers of others come and go all the time, no listing is complete: those that are
   * there are given.
   */
  @Test
  void thoseThatGoEachTimeAreLeftOut() throws IOException {
    Path calls = folder.resolve("gone");
    String inspect =
        "case \"$*\" in *gone*) echo \"$*\" >> "
            + calls
            + "; echo 'Error: No such container: gone1' >&2"
            + "; echo 'Error: No such container: gone2' >&2; exit 1;; esac; cat "
            + Files.writeString(folder.resolve("inspected"), INSPECTED);
    DockerCli docker =
        FakeDocker.script(
                folder,
                "if [ \"$1\" = ps ]; then printf 'a\\ngone1\\nb\\ngone2\\n'; else "
                    + inspect
                    + "; fi")
            .build();
    assertThat(Projects.containers(docker))
        .extracting(ContainerStatus::service)
        .containsExactly("api", "web");
    assertThat(Files.readAllLines(calls)).hasSize(3);
  }

  @Test
  void nothingIsAskedOfThoseThatAreAllGone() throws IOException {
    DockerCli docker =
        FakeDocker.script(
                folder,
                "if [ \"$1\" = ps ]; then echo a; else"
                    + " echo 'Error: No such container: a' >&2; exit 1; fi")
            .build();
    assertThat(Projects.containers(docker)).isEmpty();
  }

  @Test
  void anEngineThatFailsIsTold() throws IOException {
    DockerCli docker = FakeDocker.failing(folder, 1, "Cannot connect to the Docker daemon at x.");
    assertThatThrownBy(() -> Projects.containers(docker)).isInstanceOf(DockerException.class);
  }

  @Test
  void ageAndHealth() throws IOException {
    var all = Projects.containers(engine("echo a"));
    Instant now = Instant.parse("2026-11-22T13:00:00Z");
    assertThat(all.get(1).age(now)).isEqualTo(Duration.ofHours(1));
    assertThat(all.get(0).age(now)).isZero();
    assertThat(all.get(0).isUp()).isFalse();
    assertThat(all.get(1).isUp()).isTrue();
  }
}
