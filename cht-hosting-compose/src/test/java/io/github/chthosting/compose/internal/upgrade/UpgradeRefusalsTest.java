package io.github.chthosting.compose.internal.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.internal.instance.InstanceFinding;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.ServiceStatus.State;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Upgrades that are refused. */
class UpgradeRefusalsTest extends UpgradePlannerCase {
  @Test
  void dataInANamedVolumeDoesNotGoWithVersionFive() {
    version = "4.22.0";
    disks = List.of();
    environment += "COUCHDB_DATA=cht-data\n";
    assertThatThrownBy(() -> plan("5.0.2"))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            e ->
                assertThat(e.findings())
                    .singleElement()
                    .matches(finding -> finding.is(InstanceFinding.FOLDER_IN_VOLUME)))
        .hasMessageContaining("cht-couchdb.yml: mounts cht-data/nouveau")
        .hasMessageEndingWith("Nothing was changed.");
    environment = "COUCHDB_PASSWORD=x\nCOUCHDB_DATA=./data\n";
    assertThat(plan("5.0.2").isEmpty()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "5.0.1 | 4.21.0 | 4.21.0 is older than 5.0.1: the CHT does not downgrade; restore a backup instead",
        "4.4.2 | 5.0.2 | 4.4.2 must be upgraded to 4.5.0 or a later 4.x before 5.0.2",
        "3.17.2 | 4.21.0 | 3.17.2 cannot be upgraded in place: migrate its data to 4.x, then upgrade",
        "5.0.1 | 6.0.0 | 6.0.0 cannot be hosted: this library knows 4.x and 5.x",
      })
  void aWayThatIsClosedIsRefused(String from, String to, String reason) {
    version = from;
    assertThatThrownBy(() -> plan(to))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "upgrade clinic %s -> %s refused: %s. Nothing was changed."
                .formatted(from, to, reason));
  }

  @Test
  void everyReasonIsToldAtOnce() {
    mode = StartedBy.STANDARD;
    couchdb = State.STOPPED;
    upgradeService = State.MISSING;
    environment = "";
    couchdbFile = "database.yml";
    assertThatThrownBy(() -> plan("5.0.2"))
        .isInstanceOfSatisfying(
            PlanRefusedException.class,
            e ->
                assertThat(e.reasons())
                    .containsExactly(
                        "couchdb is STOPPED: start it first",
                        "cht-upgrade-service is MISSING: start it first",
                        "the files of 5.0.2 need the setting COUCHDB_PASSWORD: put it into /srv/clinic/upgrade-service/.env",
                        "no compose file of clinic takes the place of the release's cht-couchdb.yml: give it that name"));
  }

  @Test
  void servicesOfSeveralVersionsAreRefused() {
    UpgradeFacts seen = facts();
    UpgradeFacts mixed =
        new UpgradeFacts(
            seen.layout(),
            List.of("5.0.1", "5.0.0"),
            seen.topology(),
            seen.files(),
            seen.environment(),
            seen.images(),
            seen.status(),
            seen.couchdb(),
            seen.present(),
            seen.disks(),
            seen.edited());
    assertThatThrownBy(() -> UpgradePlanner.of(mixed, release("5.0.2"), options))
        .hasMessageContaining("its services are of several versions, 5.0.1, 5.0.0");
  }
}
