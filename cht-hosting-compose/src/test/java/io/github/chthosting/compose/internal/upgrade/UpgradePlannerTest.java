package io.github.chthosting.compose.internal.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.internal.install.LoadImages;
import io.github.chthosting.compose.internal.install.PullPolicy;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** An upgrade is a pure function of what was seen and what is wanted. */
class UpgradePlannerTest extends UpgradePlannerCase {
  @Test
  void imagesFirstThenWhatIsKeptThenTheExchange() {
    present = Set.of("r.example/cht-haproxy:5.0.2");
    Plan plan = plan("5.0.2");
    assertThat(plan.title()).isEqualTo("upgrade clinic 5.0.1 -> 5.0.2");
    assertThat(plan.steps())
        .extracting(PlanSteps::name)
        .containsExactly(
            "get-image",
            "get-image",
            "get-image",
            "keep-version",
            "fetch-version",
            "upgrade-services",
            "record-databases");
    UpgradeServices upgrade = (UpgradeServices) plan.steps().get(5).step();
    assertThat(upgrade.from()).isEqualTo("5.0.1");
    assertThat(upgrade.to()).isEqualTo("5.0.2");
    assertThat(plan.notes())
        .contains(
            "~ image of api: r.example/cht-api:5.0.1 -> r.example/cht-api:5.0.2",
            "+ image of nouveau: r.example/cht-couchdb-nouveau:5.0.2",
            "disk /dev/sda1: CouchDB uses 10.0 GB, 100.0 GB are free, and the upgrade may take 10.0 GB more",
            "~ file /srv/clinic/compose/cht-core.yml",
            "    -     image: r.example/cht-api:5.0.1",
            "    +     image: r.example/cht-api:5.0.2");
    assertThat(plan("5.0.2").id()).isEqualTo(plan.id());
  }

  @Test
  void whatRunsAlreadyIsNoWork() {
    assertThat(plan("5.0.1").isEmpty()).isTrue();
  }

  @Test
  void toFiveTheDiskMustHoldFiveTimesItsData() {
    version = "4.21.0";
    disks = List.of(new DataDisk("/dev/sda1", 10 * GB, 39 * GB));
    assertThatThrownBy(() -> plan("5.0.2"))
        .isInstanceOf(PlanRefusedException.class)
        .hasMessage(
            "upgrade clinic 4.21.0 -> 5.0.2 refused: disk /dev/sda1: CouchDB uses 10.0 GB, 39.0 GB"
                + " are free, and the upgrade may take 40.0 GB more: make it larger, or accept that it"
                + " may fill. Nothing was changed.");
    options = options.acceptingSmallDisk();
    assertThat(plan("5.0.2").notes())
        .anyMatch(note -> note.endsWith("it may fill, which was accepted"))
        .contains(
            "sync and search are down until Nouveau has indexed: up to 24 hours",
            "the upgrade to 5.x can take five times the disk that CouchDB uses now");
    options = UpgradeOptions.defaults();
    disks = List.of(new DataDisk("/dev/sda1", 10 * GB, 40 * GB));
    assertThat(plan("5.0.2").isEmpty()).isFalse();
    disks = List.of();
    assertThat(plan("5.0.2").notes())
        .contains(
            "CouchDB's disk could not be looked at: an upgrade may take up to 5 times its data");
  }

  @Test
  void nodesOnOneDiskCountTogether() {
    DataDisk both = new DataDisk("d", 3, 10).and(new DataDisk("d", 4, 9));
    assertThat(both).isEqualTo(new DataDisk("d", 7, 9));
  }

  @Test
  void aClusterFileUnderTheShortNameIsReplacedThere() {
    couchdbFile = "cht-couchdb-3.yml";
    FetchVersion fetch = (FetchVersion) plan("5.0.2").steps().get(5).step();
    assertThat(fetch.files()).extracting(FileHash::name).contains("cht-couchdb-3.yml");
  }

  @Test
  void whatWasEditedByHandIsTold() {
    edited = Map.of("cht-core.yml", List.of("+ x", "- y"));
    assertThat(plan("5.0.2").notes())
        .contains(
            "cht-core.yml was edited by hand, and the release's own takes its place: 2 lines are not carried over (kept in /srv/clinic/.cht-hosting/versions/5.0.1)");
  }

  @Test
  void archivesAndMirrorsAreWhereImagesComeFrom() {
    options = options.registryMirror("mirror.example:5000/cht");
    assertThat(PlanSteps.first(plan("5.0.2"), GetImage.class).from())
        .isEqualTo("mirror.example:5000/cht/cht-api:5.0.2");
    options = UpgradeOptions.defaults().loading(Path.of("/media/images.tar"));
    assertThat(plan("5.0.2").steps().get(0).step())
        .isEqualTo(new LoadImages(Path.of("/media/images.tar")));
    assertThat(PlanSteps.first(plan("5.0.2"), GetImage.class).policy()).isEqualTo(PullPolicy.NEVER);
  }

  @Test
  void aBranchIsPulledAgain() {
    version = "5.1.0-topic.7";
    present = Set.of("r.example/cht-api:5.1.0-topic.7");
    Plan plan = plan("5.1.0-topic.7");
    assertThat(PlanSteps.first(plan, GetImage.class).policy()).isEqualTo(PullPolicy.ALWAYS);
    UpgradeServices upgrade = PlanSteps.first(plan, UpgradeServices.class);
    assertThat(upgrade.from()).isEqualTo("5.1.0-topic.7+before");
    assertThat(upgrade.to()).isEqualTo("5.1.0-topic.7");
  }
}
