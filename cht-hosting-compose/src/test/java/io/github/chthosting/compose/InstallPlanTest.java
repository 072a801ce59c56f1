package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.install.InstallOptions;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.DeploymentBuilder;
import io.github.chthosting.platform.Journal;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.PlanRefusedException;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is there and what is wanted give a plan, or every reason why not. */
class InstallPlanTest {
  private static final String REGISTRY = "public.example/medic/";
  private static final String CORE =
      """
      services:
        api:
          image: public.example/medic/cht-api:5.0.2
          environment: ["COUCH_URL=http://${COUCHDB_USER:-admin}:${COUCHDB_PASSWORD:?must be set}@haproxy"]
        nginx:
          image: public.example/medic/cht-nginx:5.0.2
          ports: ["${NGINX_HTTP_PORT:-80}:80", "${NGINX_HTTPS_PORT:-443}:443"]
          environment: ["CERTIFICATE_MODE=${CERTIFICATE_MODE:-SELF_SIGNED}", "COMMON_NAME=${COMMON_NAME:-test.example}"]
      networks: {cht-net: {name: "${CHT_NETWORK:-cht-net}"}}
      """;
  private static final String COUCHDB =
      """
      services:
        couchdb:
          image: public.example/medic/cht-couchdb:5.0.2
          volumes: ["${COUCHDB_DATA:-./srv}:/opt/couchdb/data"]
          environment: ["COUCHDB_SECRET=${COUCHDB_SECRET}", "COUCHDB_LOG_LEVEL=${COUCHDB_LOG_LEVEL:-info}"]
      """;
  private static final String UPGRADE =
      """
      services:
        cht-upgrade-service:
          image: public.example/cht-upgrade-service:latest
          volumes: ["${CHT_COMPOSE_PATH}:/docker-compose"]
          environment: ["CHT_COMPOSE_PROJECT_NAME=${CHT_COMPOSE_PROJECT_NAME:-cht}"]
      """;

  private final FakeEngine engine = new FakeEngine();
  private final Path root;
  private final Path folder;
  private String core = CORE;
  private final ReleaseSource releases =
      new ReleaseSource() {
        @Override
        public Release fetch(ChtVersion version, Topology topology) {
          String second =
              topology == Topology.SINGLE ? ReleaseFile.COUCHDB : ReleaseFile.COUCHDB_CLUSTERED;
          return new Release(
              version,
              List.of(new ReleaseFile(ReleaseFile.CORE, core), new ReleaseFile(second, COUCHDB)));
        }

        @Override
        public ReleaseFile upgradeService() {
          return new ReleaseFile(ReleaseFile.UPGRADE_SERVICE, UPGRADE);
        }
      };
  private final ComposePlatform platform =
      ComposePlatform.builder(engine).releases(releases).build();

  InstallPlanTest(@TempDir Path root) {
    this.root = root;
    this.folder = root.resolve("cht");
  }

  private DeploymentBuilder clinic() {
    return Deployment.builder("clinic", "5.0.2", folder).ports(18080, 18443);
  }

  private Plan plan(Deployment deployment, InstallOptions options) {
    return platform.planInstall(deployment, options.acceptingSmallHost());
  }

  private List<String> refusal(Deployment deployment, InstallOptions options) {
    try {
      plan(deployment, options);
    } catch (PlanRefusedException e) {
      return e.reasons();
    }
    throw new AssertionError("not refused");
  }

  @Test
  void aNewOneInDirectMode() {
    Plan plan = plan(clinic().build(), InstallOptions.direct());
    assertThat(plan.title()).isEqualTo("install clinic 5.0.2");
    assertThat(plan.steps())
        .extracting(Step::action)
        .containsExactly(
            "make-folder",
            "make-folder",
            "make-folder",
            "make-folder",
            "write-release-file",
            "write-release-file",
            "write-settings",
            "get-image",
            "get-image",
            "get-image",
            "start-stores",
            "check-databases",
            "start-services",
            "verify-services",
            "record-databases");
    assertThat(plan.notes())
        .contains(
            "+ folder " + folder,
            "+ folder " + folder + "/couchdb",
            "+ file " + folder + "/compose/cht-core.yml",
            "+ file " + folder + "/compose/.env",
            "+ container api of " + REGISTRY + "cht-api:5.0.2",
            "+ image " + REGISTRY + "cht-api:5.0.2");
    Step settings = plan.steps().get(6);
    assertThat(settings.arguments())
        .containsEntry("set.COMPOSE_FILE", "cht-core.yml:cht-couchdb.yml")
        .containsEntry("set.COUCHDB_DATA", folder + "/couchdb")
        .containsEntry("set.NGINX_HTTPS_PORT", "18443")
        .containsEntry("secrets", "COUCHDB_PASSWORD,COUCHDB_SECRET,COUCHDB_UUID")
        .doesNotContainKey("set.COUCHDB_PASSWORD");
    assertThat(folder).doesNotExist();
    assertThat(engine.commands())
        .allMatch(each -> each.matches("(info|images|context inspect) .*"));
  }

  @Test
  void theUpgradeServiceGetsAProjectOfItsOwn() {
    Plan plan = plan(clinic().build(), InstallOptions.standard());
    assertThat(settings(plan))
        .containsEntry("path", folder + "/upgrade-service/.env")
        .containsEntry("set.COMPOSE_PROJECT_NAME", "clinic-upgrade-service")
        .containsEntry("set.CHT_COMPOSE_PROJECT_NAME", "clinic")
        .containsEntry("set.CHT_COMPOSE_PATH", folder + "/compose");
    assertThat(plan.notes())
        .contains("+ file " + folder + "/upgrade-service/docker-compose.yml")
        .contains("+ image public.example/cht-upgrade-service:latest");
  }

  /** As with a rootless engine: the upgrade service would look for it at the usual place. */
  @Test
  void theUpgradeServiceIsToldWhereAnotherEngineIs() {
    String setting = "set.DOCKER_HOST";
    engine.answering("context inspect", "unix:///run/user/1000/docker.sock");
    assertThat(settings(plan(clinic().build(), InstallOptions.standard())))
        .containsEntry(setting, "/run/user/1000/docker.sock");
    assertThat(settings(plan(clinic().build(), InstallOptions.direct())))
        .doesNotContainKey(setting);
    engine.answering("context inspect", "unix:///var/run/docker.sock");
    assertThat(settings(plan(clinic().build(), InstallOptions.standard())))
        .doesNotContainKey(setting);
  }

  private static Map<String, String> settings(Plan plan) {
    return plan.steps().stream()
        .filter(each -> each.action().equals("write-settings"))
        .findFirst()
        .orElseThrow()
        .arguments();
  }

  @Test
  void limitsAndLogLevelsGetAFileOfOurOwn() {
    Deployment deployment =
        clinic().memoryLimit("couchdb", 2L << 30).logLevel(LogLevel.WARNING).build();
    Step own =
        plan(deployment, InstallOptions.direct()).steps().stream()
            .filter(each -> each.action().equals("write-file"))
            .findFirst()
            .get();
    assertThat(own.argument("text"))
        .isEqualTo(
            """
            services:
              couchdb:
                deploy:
                  resources:
                    limits:
                      memory: 2147483648b
              api:
                environment:
                  LOG_LEVEL: warn
              sentinel:
                environment:
                  LOG_LEVEL: warn
            """);
    assertThat(refusal(deployment, InstallOptions.standard()))
        .containsExactly(
            "memory limits need the direct mode: the upgrade service runs the release's files alone");
  }

  @Test
  void imagesFromAMirrorOrAnArchive() throws IOException {
    engine.answering("images", REGISTRY + "cht-api:5.0.2", REGISTRY + "cht-nginx:5.0.2");
    Deployment mirrored = clinic().registryMirror("mirror.local:5000/x").build();
    assertThat(plan(mirrored, InstallOptions.direct()).steps())
        .filteredOn(each -> each.action().equals("get-image"))
        .extracting(Step::toString)
        .containsExactly(
            "get-image from=mirror.local:5000/x/medic/cht-couchdb:5.0.2 image="
                + REGISTRY
                + "cht-couchdb:5.0.2");
    Path archive = root.resolve("images.tar");
    assertThat(refusal(clinic().build(), InstallOptions.direct().loading(archive)))
        .containsExactly("there is no " + archive + " to load images from");
    Files.writeString(archive, "x");
    assertThat(plan(clinic().build(), InstallOptions.direct().loading(archive)).steps())
        .extracting(Step::toString)
        .contains(
            "load-images archive=" + archive,
            "get-image image=" + REGISTRY + "cht-couchdb:5.0.2 pull=never");
  }

  private ObjectNode running(String project, String service, Path place) {
    ObjectNode node =
        engine.container(
            project,
            service,
            REGISTRY + "cht-" + service + ":5.0.2",
            Map.of(
                "project.working_dir",
                place.resolve("compose").toString(),
                "project.config_files",
                place.resolve("compose/cht-core.yml")
                    + ","
                    + place.resolve("compose/cht-couchdb.yml")));
    if (service.equals("couchdb")) {
      FakeEngine.mount(node, place.resolve("couchdb").toString(), "/opt/couchdb/data");
    }
    return node;
  }

  private void byHand(String environment) throws IOException {
    Files.createDirectories(folder.resolve("compose"));
    Files.createDirectories(folder.resolve("couchdb"));
    Files.writeString(folder.resolve("compose/cht-core.yml"), CORE);
    Files.writeString(folder.resolve("compose/cht-couchdb.yml"), COUCHDB);
    Path file = Files.writeString(folder.resolve("compose/.env"), environment);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    for (String service : List.of("api", "nginx", "couchdb")) {
      running("clinic", service, folder);
    }
  }

  @Test
  void oneMadeByHandHasNothingToDo() throws IOException {
    byHand(
        """
        COUCHDB_PASSWORD='a b'
        NGINX_HTTP_PORT=18080
        NGINX_HTTPS_PORT=18443
        COUCHDB_DATA=../couchdb
        """);
    ComposeInstance instance = platform.instance("clinic").orElseThrow();
    Deployment deployment = instance.deployment();
    assertThat(deployment.network()).isEqualTo("cht-net");
    assertThat(deployment.domain()).isEqualTo("test.example");
    Plan plan = plan(deployment, InstallOptions.direct());
    assertThat(plan.steps()).as(plan.toString()).isEmpty();
    // With the two that list all containers: a plan of what is installed takes no more.
    assertThat(engine.commands())
        .hasSize(4)
        .allMatch(each -> each.matches("(info|context inspect|images|compose) .*"));
    Plan changed =
        plan(
            Deployment.builder("clinic", "5.0.2", folder)
                .network("cht-net")
                .domain("clinic.example.org")
                .ports(18080, 443)
                .build(),
            InstallOptions.direct());
    assertThat(changed.notes())
        .contains(
            "~ file " + folder + "/compose/.env",
            "~ setting NGINX_HTTPS_PORT: 18443 -> 443",
            "+ setting COMMON_NAME: clinic.example.org");
    assertThat(changed.toString()).doesNotContain("a b");
  }

  @Test
  void whatIsNotAsItsFilesSayIsTold() throws IOException {
    byHand(
        """
        COUCHDB_PASSWORD=x
        NGINX_HTTP_PORT=18080
        NGINX_HTTPS_PORT=18443
        """);
    Files.setPosixFilePermissions(
        folder.resolve("compose/.env"), PosixFilePermissions.fromString("rw-r--r--"));
    Files.writeString(folder.resolve("compose/cht-core.yml"), CORE + "# mine\n");
    running("clinic", "nginx", folder).withObject("/State").put("Status", "exited");
    running("clinic", "api", folder).withObject("/Config").put("Image", REGISTRY + "cht-api:other");
    engine.answering("compose", "couchdb 123");
    Plan plan =
        plan(clinic().network("cht-net").domain("test.example").build(), InstallOptions.direct());
    assertThat(plan.notes())
        .contains(
            "~ file " + folder + "/compose/cht-core.yml: 0 lines added, 1 removed",
            "~ container clinic-nginx-1: exited -> running",
            "~ container clinic-api-1: "
                + REGISTRY
                + "cht-api:other -> "
                + REGISTRY
                + "cht-api:5.0.2",
            "~ container clinic-couchdb-1: its settings differ from its files",
            "+ setting COUCHDB_DATA: " + folder + "/couchdb");
  }

  @Test
  void everyReasonAtOnce() throws IOException {
    byHand("COUCHDB_PASSWORD=x\n");
    ObjectNode other = running("other", "couchdb", root.resolve("other"));
    FakeEngine.mount(other, folder.resolve("data").toString(), "/more");
    other.withObject("/NetworkSettings/Networks/shared");
    Deployment deployment =
        Deployment.builder("clinic", "5.1.0", folder)
            .topology(Topology.CLUSTERED)
            .network("shared")
            .dataFolders(folder.resolve("a"), folder.resolve("b"), folder.resolve("data"))
            .build();
    assertThat(refusal(deployment, InstallOptions.standard()))
        .containsExactly(
            "network shared is that of container other-couchdb-1 of project other, which would take this CHT's services for its own: choose another network",
            "container other-couchdb-1 of project other has the data folder "
                + folder
                + "/data: two CouchDBs would destroy it",
            "clinic runs 5.0.2: going to 5.1.0 is an upgrade, which has a plan of its own",
            "clinic is SINGLE: going to CLUSTERED moves data, which has a plan of its own",
            "clinic was installed in DIRECT mode, not STANDARD: say so");
    assertThat(
            refusal(Deployment.builder("other", "5.0.2", folder).build(), InstallOptions.direct()))
        .contains(
            folder + " is the folder of project clinic: choose another folder",
            "project other is installed in " + root.resolve("other") + ": choose another name");
  }

  /** Within the other's data, or by another path to it. */
  @Test
  void dataOfAnotherIsKnownByItsRealPlace() throws IOException {
    Path data = Files.createDirectories(root.resolve("other/couchdb"));
    Path link = Files.createSymbolicLink(root.resolve("link"), data);
    ObjectNode other = running("other", "couchdb", root.resolve("other"));
    FakeEngine.mount(other, data.toString(), "/opt/couchdb/data");
    for (Path each : List.of(data.resolve("inner"), link)) {
      Deployment deployment = clinic().dataFolders(each).build();
      assertThat(refusal(deployment, InstallOptions.direct()))
          .contains(
              "container other-couchdb-1 of project other has the data folder "
                  + each
                  + ": two CouchDBs would destroy it");
    }
  }

  /** Files there cannot be made through it, and those of that path here are others. */
  @Test
  void onAnotherHostNothingIsPlanned() {
    FakeEngine far = FakeEngine.elsewhere();
    ComposePlatform there = ComposePlatform.builder(far).releases(releases).build();
    assertThatThrownBy(() -> there.planInstall(clinic().build()))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "install clinic refused: the engine runs on far, and this is done with files there,"
                + " which no engine does for another host: run it on that host. Nothing was"
                + " changed.");
    assertThat(folder).doesNotExist();
  }

  @Test
  void aPortThatIsTaken() {
    engine
        .container("shop", "web", "shop/web:1", Map.of())
        .withObject("/HostConfig/PortBindings")
        .putArray("80/tcp")
        .addObject()
        .put("HostPort", "18443");
    assertThat(refusal(clinic().build(), InstallOptions.direct()))
        .containsExactly("port 18443: taken by container shop-web-1 of project shop");
  }

  @Test
  void aPortThatAProcessOfThisHostHas() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      Deployment deployment = clinic().ports(18080, taken.getLocalPort()).build();
      assertThat(refusal(deployment, InstallOptions.direct()))
          .containsExactly(
              "port %d: taken by java (process %d) of the host: stop it, or choose another port"
                  .formatted(taken.getLocalPort(), ProcessHandle.current().pid()));
    }
  }

  @Test
  void filesOfTheReleaseThatCannotBeUsed() {
    core = "services:\n  api: [\n";
    assertThatThrownBy(() -> plan(clinic().build(), InstallOptions.direct()))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("cht-core.yml, line 2, is no YAML")
        .hasMessageEndingWith("nothing was changed");
    core = CORE.replace("COMMON_NAME:-test.example", "NEW_ONE:?is needed");
    assertThat(refusal(clinic().build(), InstallOptions.direct()))
        .containsExactly(
            "the release's files need the setting NEW_ONE, which this library does not know: put it into "
                + folder
                + "/compose/.env");
  }

  @Test
  void secretsAreMadeOnceAndFilesTakenBack() {
    Plan whole = plan(clinic().build(), InstallOptions.direct());
    Plan files =
        new Plan("files", whole.steps().stream().filter(InstallPlanTest::isOfFiles).toList());
    Path journal = root.resolve("journal");
    try (Journal kept = Journal.in(journal)) {
      files.apply(kept, platform.changes()).await();
    }
    Path env = folder.resolve("compose/.env");
    EnvFile first = EnvFile.read(env);
    assertThat(first.get("COUCHDB_PASSWORD").orElseThrow()).matches("([a-z]+-){6}[a-z]+");
    assertThat(first.get("COUCHDB_UUID").orElseThrow()).matches("[0-9a-f]{32}");
    assertThat(first.get("COUCHDB_SECRET")).isNotEqualTo(first.get("COUCHDB_PASSWORD"));
    try (Journal kept = Journal.in(journal)) {
      files.apply(kept, platform.changes()).await();
    }
    assertThat(EnvFile.read(env).values()).isEqualTo(first.values());
    assertThat(journal.resolve("journal.jsonl"))
        .content()
        .doesNotContain(first.get("COUCHDB_PASSWORD").orElseThrow());
  }

  private static boolean isOfFiles(Step step) {
    return step.action().startsWith("make-") || step.action().startsWith("write-");
  }
}
