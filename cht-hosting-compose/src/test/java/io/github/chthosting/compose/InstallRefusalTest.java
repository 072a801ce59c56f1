package io.github.chthosting.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** Deployments that cannot be installed, with every reason. */
class InstallRefusalTest extends InstallCase {
  InstallRefusalTest(@TempDir Path root) {
    super(root);
  }

  @Test
  void everyReasonAtOnce() throws IOException {
    byHand("COUCHDB_PASSWORD=x\n");
    ObjectNode other = running("other", "couchdb", root.resolve("other"));
    FakeEngine.mount(other, folder.resolve("data").toString(), "/more");
    other.withObject("/NetworkSettings/Networks/shared");
    ComposeDeployment deployment =
        ComposeDeployment.builder("clinic", "5.1.0", folder)
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
            refusal(
                ComposeDeployment.builder("other", "5.0.2", folder).build(),
                InstallOptions.direct()))
        .contains(
            folder + " is the folder of project clinic: choose another folder",
            "project other is installed in " + root.resolve("other") + ": choose another name");
  }

  /** The data lies within the other's data, or another path leads to it. */
  @Test
  void dataOfAnotherIsKnownByItsRealPlace() throws IOException {
    Path data = Files.createDirectories(root.resolve("other/couchdb"));
    Path link = Files.createSymbolicLink(root.resolve("link"), data);
    ObjectNode other = running("other", "couchdb", root.resolve("other"));
    FakeEngine.mount(other, data.toString(), "/opt/couchdb/data");
    for (Path each : List.of(data.resolve("inner"), link)) {
      ComposeDeployment deployment = clinic().dataFolders(each).build();
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
            "install clinic refused: the engine runs on far, and this needs files on that host: run it there. Nothing was"
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
        .containsExactly(
            "port 18443: taken by container shop-web-1 of project shop; choose another port");
  }

  @Test
  void aPortThatAProcessOfThisHostHas() throws IOException {
    try (ServerSocket taken = new ServerSocket(0)) {
      ComposeDeployment deployment = clinic().ports(18080, taken.getLocalPort()).build();
      assertThat(refusal(deployment, InstallOptions.direct()))
          .containsExactly(
              "port %d: taken by java (process %d) of the host; stop it, or choose another port"
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
}
