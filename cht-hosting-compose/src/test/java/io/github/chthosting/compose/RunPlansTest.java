package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.AcmeAuthority;
import io.github.chthosting.compose.internal.destroy.RemoveContainers;
import io.github.chthosting.compose.internal.destroy.RemoveData;
import io.github.chthosting.compose.internal.destroy.RemoveFile;
import io.github.chthosting.compose.internal.destroy.RemoveFolder;
import io.github.chthosting.compose.internal.destroy.RemoveNetworks;
import io.github.chthosting.compose.internal.destroy.RemoveVolumes;
import io.github.chthosting.compose.internal.run.RecordDatabases;
import io.github.chthosting.compose.internal.run.StopServices;
import io.github.chthosting.compose.internal.tls.WriteCertbot;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.plan.PlannedStep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Plans for an instance as it is, and the commands that they give to the engine. */
class RunPlansTest extends RunPlansCase {
  @Test
  void stoppingGoesFromWhoWritesToWhatIsWritten() throws IOException {
    clinic();
    Plan plan = instance().planStop();
    assertThat(plan.steps())
        .extracting(RunPlansTest::withServices)
        .containsExactly(
            "hold-containers ",
            "stop-services api,sentinel",
            "record-databases ",
            "stop-services nginx",
            "stop-services haproxy",
            "stop-services couchdb");
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      Plan stops =
          new Plan(
                  "stops",
                  plan.steps().stream().filter(step -> !step.is(RecordDatabases.class)).toList())
              .carriedOutBy(platform.handlers());
      stops.apply(journal).await();
    }
    assertThat(engine.commands())
        .filteredOn(each -> !each.matches("(context inspect|info) .*"))
        .containsExactly(
            "update --restart unless-stopped clinic-couchdb-1 clinic-haproxy-1 clinic-nginx-1"
                + " clinic-api-1 clinic-sentinel-1",
            "stop --time 60 clinic-api-1 clinic-sentinel-1",
            "stop --time 60 clinic-nginx-1",
            "stop --time 60 clinic-haproxy-1",
            "stop --time 60 clinic-couchdb-1");
    assertThat(instance().planStart().isEmpty()).isTrue();
  }

  @Test
  void destroyingNamesEveryFile() throws IOException {
    clinic();
    Files.createDirectories(folder.resolve("couchdb"));
    assertThatThrownBy(() -> instance().planDestroy("Clinic", true))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "destroy clinic refused: 'Clinic' is not its name: type 'clinic'. Nothing was changed.");
    assertThat(paths(instance().planDestroy("clinic", false)))
        .containsExactly(
            "remove-file compose/cht-core.yml", "remove-folder compose", "remove-folder ");
    assertThat(paths(instance().planDestroy("clinic", true)))
        .containsExactly(
            "remove-data couchdb",
            "remove-file compose/cht-core.yml",
            "remove-file compose/.env",
            "remove-folder compose",
            "remove-folder ");
    assertThat(instance().planDestroy("clinic", false).notes())
        .contains("kept: data " + folder.resolve("couchdb"));
  }

  /**
   * Existing containers are stopped and started; files of that path on this host belong to another
   * installation.
   */
  @Test
  void onAnotherHostContainersAloneAreTouched() throws IOException {
    clinic();
    engine.answering("context inspect", "ssh://ops@far");
    Plan stop = instance().planStop();
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      stop.apply(journal).await();
      engine.get("clinic-api-1").withObject("/State").put("Status", "exited");
      Plan start = instance().planStart();
      Plan starts =
          new Plan("start", start.steps().subList(0, 3)).carriedOutBy(platform.handlers());
      starts.apply(journal).await();
    }
    assertThat(engine.commands())
        .contains("stop --time 60 clinic-couchdb-1", "start clinic-api-1")
        .noneMatch(each -> each.startsWith("compose"));
    assertThat(folder.resolve(".cht-hosting")).doesNotExist();
    assertThatThrownBy(() -> instance().planDestroy("clinic", true))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessageStartingWith("destroy clinic with its data refused: the engine runs on ");
    Plan destroy = instance().planDestroy("clinic", false);
    assertThat(paths(destroy)).isEmpty();
    assertThat(destroy.notes()).contains("kept: all files in " + folder + ", on the engine's host");
    assertThatThrownBy(() -> instance().planAdopt()).isInstanceOf(PlanRefusedException.class);
    assertThat(instance().findings())
        .extracting(Object::toString)
        .contains(
            "WARNING host: the engine is on another host: the files there were not checked; run this on the"
                + " engine's host (instance.engine-elsewhere)");
  }

  @Test
  void certbotGoesWithItsInstanceIfItIsOurs() throws IOException {
    clinic();
    Path settings = Files.createDirectories(folder.resolve("certbot")).resolve(".env");
    Files.writeString(settings, "COMPOSE_PROJECT_NAME=certbot\n");
    Plan without = instance().planDestroy("clinic", false);
    assertThat(PlanSteps.first(without, RemoveContainers.class).certbot()).isEmpty();
    assertThat(PlanSteps.first(without, RemoveVolumes.class).certbot()).isEmpty();
    assertThat(PlanSteps.first(without, RemoveNetworks.class).certbot()).isEmpty();
    Files.writeString(settings, "COMPOSE_PROJECT_NAME=clinic-certbot\n");
    Plan plan = instance().planDestroy("clinic", false);
    assertThat(paths(plan)).contains("remove-file certbot/.env", "remove-folder certbot");
    RemoveVolumes volumes = PlanSteps.first(plan, RemoveVolumes.class);
    engine.answering(
        "volume ls --quiet --filter label=com.docker.compose.project=clinic-certbot",
        "clinic-certbot_letsencrypt");
    try (Journal journal = Journal.in(folder.resolve("journal"))) {
      new Plan("volumes", List.of(volumes.costing(Cost.FREE)))
          .carriedOutBy(platform.handlers())
          .apply(journal)
          .await();
    }
    assertThat(engine.commands()).contains("volume rm clinic-certbot_letsencrypt");
  }

  @Test
  void certbotNeedsTheUsualPlaces() throws IOException {
    clinic();
    Files.writeString(folder.resolve("compose/.env"), "COMMON_NAME=cht.example.org\n");
    Certificates certificates = Certificates.of(instance());
    assertThatThrownBy(
            () -> certificates.planCertbot(AcmeAuthority.of("acme://zerossl.com"), "a@example.org"))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "certificate by certbot refused: nginx has its certificates in its container, and"
                + " certbot needs a volume of the engine: use planAcme; acme://zerossl.com is not known to certbot: give the https:// address. Nothing was changed.");
    FakeEngine.volume(engine.get("clinic-nginx-1"), "clinic_cht-ssl", "/etc/nginx/private/");
    Plan plan =
        Certificates.of(instance()).planCertbot(AcmeAuthority.LETS_ENCRYPT, "a@example.org");
    assertThat(plan.steps())
        .extracting(PlanSteps::name)
        .containsExactly("write-certbot", "run-certbot", "set-certificate-mode");
    WriteCertbot certbot = PlanSteps.first(plan, WriteCertbot.class);
    assertThat(certbot.image()).isEqualTo("certbot/certbot");
    assertThat(certbot.directory()).isEqualTo("https://acme-v02.api.letsencrypt.org/directory");
    assertThat(certbot.volume()).isEqualTo("clinic_cht-ssl");
  }

  private List<String> paths(Plan plan) {
    return plan.steps().stream().flatMap(step -> path(step).stream()).toList();
  }

  private Optional<String> path(PlannedStep planned) {
    Optional<Path> path =
        planned.step() instanceof RemoveFile file
            ? Optional.of(file.path())
            : planned.step() instanceof RemoveFolder each
                ? Optional.of(each.path())
                : planned.step() instanceof RemoveData data
                    ? Optional.of(data.path())
                    : Optional.empty();
    return path.map(each -> PlanSteps.name(planned) + " " + folder.relativize(each));
  }

  private static String withServices(PlannedStep planned) {
    List<String> services =
        planned.step() instanceof StopServices stop ? stop.services() : List.of();
    return PlanSteps.name(planned) + " " + String.join(",", services);
  }
}
