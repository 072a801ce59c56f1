package io.github.chthosting.compose.internal.upgrade;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.internal.install.LoadImages;
import io.github.chthosting.compose.internal.install.PullPolicy;
import io.github.chthosting.compose.internal.instance.InstanceFinding;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.testing.PlanSteps;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.ServiceStatus.State;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An upgrade is a pure function of what was seen and what is wanted. */
class UpgradePlannerTest {
  private static final long GB = 1_000_000_000L;
  private static final Path FOLDER = Path.of("/srv/clinic");

  private String version = "5.0.1";
  private StartedBy mode = StartedBy.DIRECT;
  private String couchdbFile = "cht-couchdb.yml";
  private List<DataDisk> disks = List.of(new DataDisk("/dev/sda1", 10 * GB, 100 * GB));
  private State couchdb = State.UP;
  private State upgradeService = State.UP;
  private String environment = "COUCHDB_PASSWORD=x\n";
  private Set<String> present = Set.of();
  private Map<String, List<String>> edited = Map.of();
  private UpgradeOptions options = UpgradeOptions.defaults();

  private static String core(String version) {
    return """
        services:
          haproxy: {image: "r.example/cht-haproxy:%1$s"}
          api:
            image: r.example/cht-api:%1$s
            environment: ["PW=${COUCHDB_PASSWORD:?must be set}"]
        """
        .formatted(version);
  }

  private static String couchdb(String version, boolean nouveau) {
    return "services:\n  couchdb: {image: \"r.example/cht-couchdb:%s\"}\n".formatted(version)
        + (nouveau
            ? "  nouveau: {image: \"r.example/cht-couchdb-nouveau:%s\", volumes: [\"${COUCHDB_DATA:-./srv}/nouveau:/data/nouveau\"]}\n"
                .formatted(version)
            : "");
  }

  private static Release release(String version) {
    boolean nouveau = ChtVersion.of(version).isAtLeast(5, 0);
    return new Release(
        ChtVersion.of(version),
        List.of(
            new ReleaseFile("cht-core.yml", core(version)),
            new ReleaseFile("cht-couchdb.yml", couchdb(version, nouveau))));
  }

  private UpgradeFacts facts() {
    Layout layout =
        Layout.guide(
            ComposeDeployment.builder(
                    "clinic", version.equals("3.17.2") ? "4.0.0" : version, FOLDER)
                .build(),
            mode);
    boolean nouveau = !version.startsWith("4");
    List<ServiceStatus> status = new ArrayList<>();
    status.add(status("couchdb", couchdb));
    status.add(status("api", State.UP));
    if (mode == StartedBy.STANDARD) {
      status.add(status("cht-upgrade-service", upgradeService));
    }
    return new UpgradeFacts(
        layout,
        List.of(version),
        Topology.SINGLE,
        List.of(
            new ReleaseFile("cht-core.yml", core(version)),
            new ReleaseFile(couchdbFile, couchdb(version, nouveau))),
        EnvFile.parse(".env", environment),
        Map.of(
            "haproxy", "r.example/cht-haproxy:" + version,
            "api", "r.example/cht-api:" + version,
            "couchdb", "r.example/cht-couchdb:" + version),
        status,
        List.of("couchdb"),
        present,
        disks,
        edited);
  }

  private static ServiceStatus status(String service, State state) {
    return new ServiceStatus(service, service + "-1", "i", state, 0, false, 0, Instant.EPOCH);
  }

  private Plan plan(String to) {
    return UpgradePlanner.of(facts(), release(to), options);
  }

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

  @Test
  void whatRunsAlreadyIsNoWork() {
    assertThat(plan("5.0.1").isEmpty()).isTrue();
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
