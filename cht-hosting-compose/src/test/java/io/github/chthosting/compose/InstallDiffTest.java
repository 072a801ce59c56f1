package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.internal.install.WriteSettings;
import io.github.chthosting.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The plan for an installation that is there: the difference. */
class InstallDiffTest extends InstallCase {
  InstallDiffTest(@TempDir Path root) {
    super(root);
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
    ComposeDeployment deployment = instance.deployment();
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
            ComposeDeployment.builder("clinic", "5.0.2", folder)
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

  /** Such passwords used to be taken for comments, and a new password was made. */
  @ParameterizedTest
  @ValueSource(
      strings = {"=#Kampala-2026", "= #Kampala", ": #Kampala", "=##", "=\u00A0#K", "='#' # K"})
  void aPasswordThatIsThereIsKeptHoweverItIsWritten(String written) throws IOException {
    Files.createDirectories(folder.resolve("compose"));
    Files.writeString(folder.resolve("compose/.env"), "COUCHDB_PASSWORD" + written + "\n");
    Plan plan = plan(clinic().build(), InstallOptions.direct());
    assertThat(plan.steps())
        .filteredOn(step -> step.is(WriteSettings.class))
        .extracting(step -> ((WriteSettings) step.step()).secrets())
        .containsExactly(List.of("COUCHDB_SECRET", "COUCHDB_UUID"));
  }
}
