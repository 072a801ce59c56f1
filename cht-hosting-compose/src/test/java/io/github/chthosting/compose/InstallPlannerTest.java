package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.internal.install.LoadImages;
import io.github.chthosting.compose.internal.install.PullPolicy;
import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.compose.internal.install.WriteFile;
import io.github.chthosting.compose.internal.install.WriteSettings;
import io.github.chthosting.compose.internal.instance.InstanceFinding;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.platform.LogLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The plan for a deployment where nothing is yet. */
class InstallPlannerTest extends InstallCase {
  InstallPlannerTest(@TempDir Path root) {
    super(root);
  }

  @Test
  void aNewOneInDirectMode() {
    Plan plan = plan(clinic().build(), InstallOptions.direct());
    assertThat(plan.title()).isEqualTo("install clinic 5.0.2");
    assertThat(plan.steps())
        .extracting(PlanSteps::name)
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
    WriteSettings settings = (WriteSettings) plan.steps().get(6).step();
    assertThat(settings(plan))
        .containsEntry("COMPOSE_FILE", "cht-core.yml:cht-couchdb.yml")
        .containsEntry("COUCHDB_DATA", folder + "/couchdb")
        .containsEntry("NGINX_HTTPS_PORT", "18443")
        .doesNotContainKey("COUCHDB_PASSWORD");
    assertThat(settings.secrets())
        .containsExactly("COUCHDB_PASSWORD", "COUCHDB_SECRET", "COUCHDB_UUID");
    assertThat(folder).doesNotExist();
    assertThat(engine.commands())
        .allMatch(each -> each.matches("(info|images|context inspect) .*"));
  }

  /** Compose would refuse all files together, after the containers have gone. */
  @Test
  void dataInANamedVolumeHasNoFolderForNouveau() throws IOException {
    byHand("COUCHDB_PASSWORD=x\nCOUCHDB_DATA=cht-data\n");
    FakeEngine.volume(engine.get("clinic-couchdb-1"), "clinic_cht-data", "/opt/couchdb/data");
    core =
        CORE.replace(
            "networks:",
            """
              nouveau:
                image: public.example/medic/cht-couchdb-nouveau:5.0.2
                volumes: ["${COUCHDB_DATA:-./srv}/nouveau:/data/nouveau"]
            networks:""");
    assertThatThrownBy(() -> plan(clinic().build(), InstallOptions.direct()))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            e ->
                assertThat(e.findings())
                    .singleElement()
                    .matches(finding -> finding.is(InstanceFinding.FOLDER_IN_VOLUME)))
        .hasMessageContaining("cht-core.yml: mounts cht-data/nouveau");
  }

  @Test
  void theUpgradeServiceGetsAProjectOfItsOwn() {
    Plan plan = plan(clinic().build(), InstallOptions.standard());
    assertThat(PlanSteps.first(plan, WriteSettings.class).path())
        .isEqualTo(folder.resolve("upgrade-service/.env"));
    assertThat(settings(plan))
        .containsEntry("COMPOSE_PROJECT_NAME", "clinic-upgrade-service")
        .containsEntry("CHT_COMPOSE_PROJECT_NAME", "clinic")
        .containsEntry("CHT_COMPOSE_PATH", folder + "/compose");
    assertThat(plan.notes())
        .contains("+ file " + folder + "/upgrade-service/docker-compose.yml")
        .contains("+ image public.example/cht-upgrade-service:latest");
    assertThat(engine.commands()).isNotEmpty().doesNotHaveDuplicates();
  }

  /**
   * A rootless engine has its socket elsewhere: the upgrade service would look for it at the usual
   * place.
   */
  @Test
  void theUpgradeServiceIsToldWhereAnotherEngineIs() {
    String setting = "DOCKER_HOST";
    engine.answering("context inspect", "unix:///run/user/1000/docker.sock");
    assertThat(settings(plan(clinic().build(), InstallOptions.standard())))
        .containsEntry(setting, "/run/user/1000/docker.sock");
    assertThat(settings(plan(clinic().build(), InstallOptions.direct())))
        .doesNotContainKey(setting);
    engine.answering("context inspect", "unix:///var/run/docker.sock");
    assertThat(settings(plan(clinic().build(), InstallOptions.standard())))
        .doesNotContainKey(setting);
  }

  @Test
  void limitsAndLogLevelsGetAFileOfOurOwn() {
    ComposeDeployment deployment =
        clinic().memoryLimit("couchdb", 2L << 30).logLevel(LogLevel.WARNING).build();
    WriteFile own = PlanSteps.first(plan(deployment, InstallOptions.direct()), WriteFile.class);
    assertThat(own.text())
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
    ComposeDeployment mirrored = clinic().registryMirror("mirror.local:5000/x").build();
    String couchdb = REGISTRY + "cht-couchdb:5.0.2";
    assertThat(PlanSteps.all(plan(mirrored, InstallOptions.direct()), GetImage.class))
        .containsExactly(
            new GetImage(
                couchdb, "mirror.local:5000/x/medic/cht-couchdb:5.0.2", PullPolicy.MISSING));
    Path archive = root.resolve("images.tar");
    assertThat(refusal(clinic().build(), InstallOptions.direct().loading(archive)))
        .containsExactly("there is no " + archive + " to load images from");
    Files.writeString(archive, "x");
    assertThat(plan(clinic().build(), InstallOptions.direct().loading(archive)).steps())
        .extracting(PlannedStep::step)
        .contains(new LoadImages(archive), new GetImage(couchdb, couchdb, PullPolicy.NEVER));
  }

  @Test
  void secretsAreMadeOnceAndFilesTakenBack() {
    Plan whole = plan(clinic().build(), InstallOptions.direct());
    Plan files =
        new Plan("files", whole.steps().stream().filter(InstallPlannerTest::isOfFiles).toList())
            .carriedOutBy(platform.handlers());
    Path journal = root.resolve("journal");
    try (Journal kept = Journal.in(journal)) {
      files.apply(kept).await();
    }
    Path env = folder.resolve("compose/.env");
    EnvFile first = EnvFile.read(env);
    assertThat(first.get("COUCHDB_PASSWORD").orElseThrow()).matches("([a-z]+-){6}[a-z]+");
    assertThat(first.get("COUCHDB_UUID").orElseThrow()).matches("[0-9a-f]{32}");
    assertThat(first.get("COUCHDB_SECRET")).isNotEqualTo(first.get("COUCHDB_PASSWORD"));
    try (Journal kept = Journal.in(journal)) {
      files.apply(kept).await();
    }
    assertThat(EnvFile.read(env).values()).isEqualTo(first.values());
    assertThat(journal.resolve("journal.jsonl"))
        .content()
        .doesNotContain(first.get("COUCHDB_PASSWORD").orElseThrow());
  }

  private static Map<String, String> settings(Plan plan) {
    return PlanSteps.first(plan, WriteSettings.class).set().stream()
        .collect(Collectors.toMap(Setting::name, Setting::value));
  }

  private static boolean isOfFiles(PlannedStep step) {
    String name = PlanSteps.name(step);
    return name.startsWith("make-") || name.startsWith("write-");
  }
}
