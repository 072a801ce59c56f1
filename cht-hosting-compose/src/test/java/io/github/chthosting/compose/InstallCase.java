package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.ComposeDeploymentBuilder;
import io.github.chthosting.compose.deployment.InstallOptions;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.release.ReleaseSource;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** A release, an engine of containers that do nothing, and what is planned with them. */
abstract class InstallCase {
  static final String REGISTRY = "public.example/medic/";
  static final String CORE =
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
  static final String COUCHDB =
      """
      services:
        couchdb:
          image: public.example/medic/cht-couchdb:5.0.2
          volumes: ["${COUCHDB_DATA:-./srv}:/opt/couchdb/data"]
          environment: ["COUCHDB_SECRET=${COUCHDB_SECRET}", "COUCHDB_LOG_LEVEL=${COUCHDB_LOG_LEVEL:-info}"]
      """;
  static final String UPGRADE =
      """
      services:
        cht-upgrade-service:
          image: public.example/cht-upgrade-service:latest
          volumes: ["${CHT_COMPOSE_PATH}:/docker-compose"]
          environment: ["CHT_COMPOSE_PROJECT_NAME=${CHT_COMPOSE_PROJECT_NAME:-cht}"]
      """;

  final FakeEngine engine = new FakeEngine();
  final Path root;
  final Path folder;
  String core = CORE;
  final ReleaseSource releases =
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
  final ComposePlatform platform = ComposePlatform.builder(engine).releases(releases).build();

  InstallCase(Path root) {
    this.root = root;
    this.folder = root.resolve("cht");
  }

  ComposeDeploymentBuilder clinic() {
    return ComposeDeployment.builder("clinic", "5.0.2", folder).ports(18080, 18443);
  }

  Plan plan(ComposeDeployment deployment, InstallOptions options) {
    return platform.planInstall(deployment, options.acceptingSmallHost());
  }

  List<String> refusal(ComposeDeployment deployment, InstallOptions options) {
    try {
      plan(deployment, options);
    } catch (PlanRefusedException e) {
      return e.reasons();
    }
    throw new AssertionError("not refused");
  }

  ObjectNode running(String project, String service, Path place) {
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

  void byHand(String environment) throws IOException {
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
}
