package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.deployment.TenantProxy;
import io.github.chthosting.compose.deployment.TenantSize;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.engine.DockerAnswer;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerLines;
import io.github.chthosting.compose.engine.DockerVersions;
import io.github.chthosting.compose.engine.Projects;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.instance.GeneratedFiles;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A command takes a tenth of a second: few are run, however many projects there are. */
class CommandsTest {
  private static final int PROJECTS = 20;
  private static final List<String> SERVICES =
      List.of("nginx", "haproxy", "api", "sentinel", "couchdb");

  private final Counting engine = new Counting(new FakeEngine(), new ArrayList<>());
  private final Path folder;

  CommandsTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    for (int i = 0; i < PROJECTS; i++) {
      project("cht" + i);
    }
  }

  private void project(String name) throws IOException {
    Path compose = Files.createDirectories(folder.resolve(name).resolve("compose"));
    Files.writeString(
        compose.resolve(".env"), "COUCHDB_PASSWORD=x\nCOMMON_NAME=" + name + ".x.org\n");
    for (ReleaseFile file : files("5.0.1")) {
      Files.writeString(compose.resolve(file.name()), file.text());
    }
    Map<String, String> labels =
        Map.of(
            "project.working_dir",
            compose.toString(),
            "project.config_files",
            compose.resolve("cht-core.yml") + "," + compose.resolve("cht-couchdb.yml"));
    SERVICES.forEach(
        each -> engine.docker.container(name, each, "r.example/cht-" + each + ":5.0.1", labels));
  }

  private static List<ReleaseFile> files(String version) {
    StringBuilder core = new StringBuilder("services:\n");
    SERVICES.stream()
        .filter(each -> !each.equals("couchdb"))
        .forEach(
            each ->
                core.append(
                    "  %s: {image: \"r.example/cht-%s:%s\"}\n".formatted(each, each, version)));
    String couchdb = "services:\n  couchdb: {image: \"r.example/cht-couchdb:%s\"}\n";
    return List.of(
        new ReleaseFile("cht-core.yml", core.toString()),
        new ReleaseFile("cht-couchdb.yml", couchdb.formatted(version)));
  }

  private ComposePlatform platform() {
    return ComposePlatform.builder(engine)
        .releases((version, topology) -> new Release(version, files(version.toString())))
        .build();
  }

  @Test
  void theStatusOfTwentyProjectsTakesTwo() {
    List<ComposeInstance> all = platform().instances();
    assertThat(all).hasSize(PROJECTS).allMatch(ComposeInstance::isUp);
    assertThat(all).allMatch(each -> each.status().size() == SERVICES.size());
    assertThat(engine.ran).hasSize(2);
  }

  @Test
  void soDoesTheListOfContainersOfThem() {
    assertThat(Projects.cht(engine)).hasSize(PROJECTS);
    assertThat(engine.ran).hasSize(2);
  }

  @Test
  void aListOfTwentyDevelopersProjectsTakesTwo() {
    assertThat(DeveloperProjects.in(platform(), folder).list())
        .hasSize(PROJECTS)
        .allMatch(ComposeInstance::isUp);
    assertThat(engine.ran).hasSize(2);
  }

  /**
   * An installation whose files are as this library writes them, so that there is nothing left to
   * do.
   */
  private ComposeDeployment installed() throws IOException {
    ComposeInstance instance = platform().instance("cht7").orElseThrow();
    ComposeDeployment same = instance.deployment();
    EnvFile environment = instance.environment();
    for (var each : GeneratedFiles.settings(same, instance.layout()).entrySet()) {
      environment = environment.with(each.getKey(), each.getValue());
    }
    for (String secret : GeneratedFiles.SECRETS) {
      environment = environment.with(secret, "x");
    }
    environment.write(instance.layout().environment());
    for (String each : List.of("couchdb", "certs")) {
      Files.createDirectories(same.folder().resolve(each));
    }
    engine.docker.answering(
        "images",
        SERVICES.stream().map(each -> "r.example/cht-" + each + ":5.0.1").toArray(String[]::new));
    engine.ran.clear();
    return same;
  }

  @Test
  void thePlanOfWhatIsInstalledTakesFew() throws IOException {
    ComposeDeployment same = installed();
    assertThat(platform().planInstall(same, InstallOptions.direct()).isEmpty()).isTrue();
    assertThat(engine.ran).hasSize(6);
  }

  @Test
  void thePlanOfAChangeTakesAFewMore() throws IOException {
    ComposeDeployment changed = installed().change().ports(8080, 8443).build();
    Plan plan = platform().planInstall(changed, InstallOptions.direct());
    assertThat(plan.notes()).anyMatch(note -> note.contains("NGINX_HTTPS_PORT"));
    assertThat(engine.ran).hasSize(8).doesNotHaveDuplicates();
  }

  @Test
  void aListOfTwentyTenantsTakesTwo() {
    Tenants tenants = Tenants.in(platform(), folder, TenantProxy.defaults(), TenantSize.SMALL);
    assertThat(tenants.list()).hasSize(PROJECTS).allMatch(each -> each.isUp());
    assertThat(engine.ran).hasSize(2);
  }

  @Test
  void thePlanOfAnUpgradeTakesFew() {
    engine.docker.answering(
        "exec cht7-couchdb-1",
        "Filesystem 1024-blocks Used Available Capacity Mounted on",
        "/dev/sda1 1000000 100 900000 1% /opt/couchdb/data",
        "5000 /opt/couchdb/data");
    ComposePlatform platform = platform();
    ComposeInstance instance = platform.instance("cht7").orElseThrow();
    var plan = instance.planUpgrade(ChtVersion.of("5.0.2"), UpgradeOptions.defaults());
    assertThat(plan.notes())
        .contains(
            "disk /dev/sda1: CouchDB uses 5.1 MB, 921.6 MB are free, and the upgrade may take 5.1 MB more");
    assertThat(engine.ran).hasSize(7);
  }

  /** Remembers what was run, questions too. */
  private record Counting(FakeEngine docker, List<String> ran) implements DockerCli {
    @Override
    public DockerAnswer run(DockerCommand command, Consumer<String> onLine) {
      ran.add(command.toString());
      return docker.run(command, onLine);
    }

    @Override
    public DockerLines open(DockerCommand command) {
      ran.add(command.toString());
      return docker.open(command);
    }

    @Override
    public DockerVersions versions() {
      ran.add("versions");
      return docker.versions();
    }

    @Override
    public String address() {
      ran.add("address");
      return docker.address();
    }

    @Override
    public DockerCli hiding(Collection<Secret> secrets) {
      return this;
    }
  }
}
