package io.github.chthosting.k8s.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Secret;
import io.github.chthosting.k8s.internal.yaml.Yaml;
import io.github.chthosting.platform.Topology;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * The CHT's own charts take our values: those in the folder {@code CHT_CHARTS}, one subfolder for
 * each version ({@code 5.2.0/Chart.yaml}), rendered by the command {@code HELM}.
 */
class ChartsHelmIT {
  private static final Pattern VALUE = Pattern.compile("\\$?\\.Values\\.([A-Za-z0-9_.]+)");
  private static final String PASSWORD = "12345678a+/%é#: {";

  @TempDir Path folder;

  static Stream<Path> charts() {
    File[] all = new File(System.getenv("CHT_CHARTS")).listFiles(File::isDirectory);
    assertThat(all).isNotEmpty();
    return Stream.of(all).map(File::toPath).sorted();
  }

  private static List<HelmDeployment> deployments(Path chart) {
    return Deployments.all(chart.getFileName().toString());
  }

  @ParameterizedTest
  @MethodSource("charts")
  void renders(Path chart) throws Exception {
    for (HelmDeployment each : deployments(chart)) {
      List<JsonNode> objects = render(chart, HelmValues.of(each, secrets(each)));
      assertThat(objects.toString()).doesNotContain("<no value>", "<nil>");
      images(each, objects);
      claims(each, objects);
      secret(each, objects);
    }
  }

  private static InstanceSecrets secrets(HelmDeployment deployment) {
    return deployment.generation() == ChartGeneration.V4
        ? Deployments.SECRETS
        : new InstanceSecrets(
            "medic", Secret.of(PASSWORD.replace(" ", "")), Secret.of("010"), "73e19");
  }

  private static void images(HelmDeployment deployment, List<JsonNode> objects) {
    List<String> images =
        objects.stream()
            .filter(each -> each.path("kind").asString().equals("Deployment"))
            .flatMap(each -> each.at("/spec/template/spec/containers").valueStream())
            .map(each -> each.path("image").asString())
            .filter(each -> !each.contains("upgrade-service"))
            .toList();
    assertThat(images)
        .hasSizeGreaterThanOrEqualTo(5)
        .allMatch(each -> each.startsWith(HelmDeployment.REGISTRY + "/cht-"))
        .allMatch(each -> each.endsWith(":" + deployment.version()));
  }

  /** New data gets a claim of a class; data that is there one that names its volume. */
  private static void claims(HelmDeployment deployment, List<JsonNode> objects) {
    List<JsonNode> claims = of(objects, "PersistentVolumeClaim");
    boolean folders = deployment.cluster() == ClusterType.K3S;
    boolean four = deployment.generation() == ChartGeneration.V4;
    boolean single = deployment.topology() == Topology.SINGLE;
    assertThat(claims).hasSize(four && folders && single ? 0 : deployment.topology().nodes());
    for (JsonNode claim : claims) {
      JsonNode spec = claim.path("spec");
      boolean named = (deployment.volumes().areThere() && !(folders && !four)) || (four && folders);
      assertThat(spec.has("volumeName")).isEqualTo(named);
      if (!named) {
        assertThat(spec.path("storageClassName").asString())
            .isEqualTo(deployment.cluster().storageClass());
      }
    }
    assertThat(of(objects, "Deployment").toString()).contains("\"subPath\":\"data\"");
  }

  private static void secret(HelmDeployment deployment, List<JsonNode> objects) {
    JsonNode data = of(objects, "Secret").get(0).path("stringData");
    InstanceSecrets secrets = secrets(deployment);
    assertThat(data.path("COUCHDB_PASSWORD").asString())
        .isEqualTo(String.valueOf(secrets.password().reveal()));
    assertThat(data.path("COUCHDB_SECRET").asString())
        .isEqualTo(String.valueOf(secrets.secret().reveal()));
    assertThat(data.path("COUCHDB_UUID").isString()).isTrue();
    assertThat(data.path("COUCHDB_UUID").asString()).isEqualTo(secrets.uuid());
  }

  private static List<JsonNode> of(List<JsonNode> objects, String kind) {
    return objects.stream().filter(each -> each.path("kind").asString().equals(kind)).toList();
  }

  /** No key that a chart does not know, and none missing that its templates read. */
  @ParameterizedTest
  @MethodSource("charts")
  void hasEachKeyAndNoOther(Path chart) throws IOException {
    String templates = text(chart.resolve("templates"));
    String own = text(chart);
    for (HelmDeployment each : deployments(chart)) {
      HelmValues values = HelmValues.of(each, secrets(each));
      assertThat(ValuesCheck.leaves(values.tree()).keySet())
          .allSatisfy(path -> assertThat(own).as(path).contains(lastPart(path)));
      Matcher read = VALUE.matcher(templates);
      while (read.find()) {
        String path = read.group(1).replaceAll("\\.$", "");
        assertThat(isGiven(values, path) || isOptional(path)).as("%s in %s", path, each).isTrue();
      }
    }
  }

  private static String lastPart(String path) {
    return path.substring(path.lastIndexOf('.') + 1).replaceAll("-\\d+$", "");
  }

  private static boolean isGiven(HelmValues values, String path) {
    return !values.tree().at("/" + path.replace('.', '/')).isMissingNode();
  }

  /** What the templates read behind a condition, or with a default of their own. */
  private static boolean isOptional(String path) {
    return Stream.of(
            "haproxy",
            "api.port",
            "sentinel",
            "couchdb.db_name",
            "toleration",
            "vSphere",
            "ebs",
            "local_storage",
            "nodes.single_node_deploy",
            "couchdb.persistent_disk",
            "ingress.gcp",
            "ingress.annotations",
            "ingress.hosted_zone_id",
            "k3s_use_vSphere_storage_class")
        .anyMatch(path::startsWith);
  }

  private static String text(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(ChartsHelmIT::read)
          .collect(Collectors.joining("\n"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private List<JsonNode> render(Path chart, HelmValues values) throws Exception {
    Path file = Files.writeString(folder.resolve("values.yaml"), values.toYaml());
    Path out = folder.resolve("out.yaml");
    Path errors = folder.resolve("errors.txt");
    String helm = Optional.ofNullable(System.getenv("HELM")).orElse("helm");
    Process process =
        new ProcessBuilder(
                helm, "template", "kisumu", chart.toString(), "-n", "kisumu", "-f", file.toString())
            .redirectOutput(out.toFile())
            .redirectError(errors.toFile())
            .start();
    assertThat(process.waitFor()).as(Files.readString(errors)).isZero();
    return Yaml.documents("manifest", Files.readString(out));
  }
}
