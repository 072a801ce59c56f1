package io.github.chthosting.compose.internal.upgrade;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.deployment.UpgradeOptions;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.ServiceStatus;
import io.github.chthosting.platform.ServiceStatus.State;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Observations of an instance from which a test makes the plan of an upgrade. */
abstract class UpgradePlannerCase {
  static final long GB = 1_000_000_000L;
  static final Path FOLDER = Path.of("/srv/clinic");
  String version = "5.0.1";
  StartedBy mode = StartedBy.DIRECT;
  String couchdbFile = "cht-couchdb.yml";
  List<DataDisk> disks = List.of(new DataDisk("/dev/sda1", 10 * GB, 100 * GB));
  State couchdb = State.UP;
  State upgradeService = State.UP;
  String environment = "COUCHDB_PASSWORD=x\n";
  Set<String> present = Set.of();
  Map<String, List<String>> edited = Map.of();
  UpgradeOptions options = UpgradeOptions.defaults();

  static String core(String version) {
    return """
        services:
          haproxy: {image: "r.example/cht-haproxy:%1$s"}
          api:
            image: r.example/cht-api:%1$s
            environment: ["PW=${COUCHDB_PASSWORD:?must be set}"]
        """
        .formatted(version);
  }

  static String couchdb(String version, boolean nouveau) {
    return "services:\n  couchdb: {image: \"r.example/cht-couchdb:%s\"}\n".formatted(version)
        + (nouveau
            ? "  nouveau: {image: \"r.example/cht-couchdb-nouveau:%s\", volumes: [\"${COUCHDB_DATA:-./srv}/nouveau:/data/nouveau\"]}\n"
                .formatted(version)
            : "");
  }

  static Release release(String version) {
    boolean nouveau = ChtVersion.of(version).isAtLeast(5, 0);
    return new Release(
        ChtVersion.of(version),
        List.of(
            new ReleaseFile("cht-core.yml", core(version)),
            new ReleaseFile("cht-couchdb.yml", couchdb(version, nouveau))));
  }

  UpgradeFacts facts() {
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

  static ServiceStatus status(String service, State state) {
    return new ServiceStatus(service, service + "-1", "i", state, 0, false, 0, Instant.EPOCH);
  }

  Plan plan(String to) {
    return UpgradePlanner.of(facts(), release(to), options);
  }
}
