package io.github.chthosting.k8s.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HelmValuesTest {
  private static HelmDeployment single(String version) {
    return Deployments.of(version, ClusterType.K3S, Topology.SINGLE).build();
  }

  private static String yaml() {
    return HelmValues.of(single("5.2.0"), Deployments.SECRETS).toYaml();
  }

  private static InstanceSecrets password(String password) {
    return new InstanceSecrets("medic", Secret.of(password), Secret.of("s-1"), "u-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.22.0", "5.0.3", "5.1.3", "5.2.0", "5.3.1"})
  void outAndIn(String version) {
    for (HelmDeployment each : Deployments.all(version)) {
      HelmValues values = HelmValues.of(each, Deployments.SECRETS);
      HelmValues read = HelmValues.parse("values.yaml", values.toYaml());
      assertThat(read).isEqualTo(values);
      HelmDeploymentBuilder expected = each.change();
      if (!each.requiredVolumes().isEmpty()) {
        // Made beside the chart: its values say nothing of them.
        expected.volumes(DataVolumes.fresh());
      }
      assertThat(read.deployment().change().toleration(null).build()).isEqualTo(expected.build());
      assertThat(read.secrets()).isEqualTo(Deployments.SECRETS);
      assertThat(read.findings()).isEmpty();
    }
  }

  @Test
  void secretsAreShownToNobody() {
    HelmValues values = HelmValues.of(single("5.2.0"), Deployments.SECRETS);
    assertThat(values.toString()).contains("(hidden)").doesNotContain("pw-of-tests", "s-1a2b");
    assertThat(values.toYaml()).contains("pw-of-tests");
    assertThat(Deployments.SECRETS.toString()).doesNotContain("pw-of-tests", "s-1a2b");
  }

  @Test
  void truthValuesHaveNoQuotesAndTextsHave() {
    assertThat(HelmValues.of(single("5.2.0"), password("12345678")).toYaml())
        .contains("preExistingDataAvailable: false")
        .contains("password: \"12345678\"")
        .contains("partition: \"0\"")
        .contains("noOfCouchDBNodes: 3");
  }

  /** The 4.x chart prints them without quotes; 5.x does not. */
  @ParameterizedTest
  @ValueSource(strings = {"12345678", "73e19", "yes", "a: b", "#x", "{a}", "*a"})
  void passwordsThatTheOldChartWouldChange(String password) {
    assertThatThrownBy(() -> HelmValues.of(single("4.22.0"), password(password)))
        .isInstanceOf(InvalidDeploymentException.class)
        .hasMessageContaining("password: the 4.x chart prints it without quotes");
    if (!password.contains(" ")) {
      HelmValues values = HelmValues.of(single("5.2.0"), password(password));
      assertThat(HelmValues.parse("v", values.toYaml()).secrets().password())
          .isEqualTo(Secret.of(password));
    }
  }

  @Test
  void aSpaceInAPasswordIsRefusedWithoutShowingIt() {
    assertThatThrownBy(() -> HelmValues.of(single("5.2.0"), password("two words")))
        .isInstanceOf(InvalidDeploymentException.class)
        .hasMessageContaining("has a space")
        .hasMessageNotContaining("two words");
  }

  @Test
  void randomSecretsAreTakenByEveryChart() {
    for (int i = 0; i < 500; i++) {
      HelmValues.of(single("4.22.0"), InstanceSecrets.random("medic"));
    }
  }

  /** Two on one host would share the folder that the chart proposes for all. */
  @Test
  void newDataOfTheOldChartHasAFolderOfItsOwn() {
    assertThat(HelmValues.of(single("4.22.0"), Deployments.SECRETS).toYaml())
        .contains("preExistingDiskPath-1: \"/var/lib/kisumu-couchdb1\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "namespace: \"kisumu\" | namespace: 12"
            + " | namespace: is a number and must be text; put quotes around it",
        "clusteredCouchEnabled: false | clusteredCouchEnabled: [1]"
            + " | couchdb.clusteredCouchEnabled: must be true or false, without quotes",
        "cluster_type: \"k3s-k3d\" | cluster_type: aks"
            + " | cluster_type: 'aks' is none of k3s-k3d, eks, gke",
        "couchdb_node_storage_size: \"100Gi\" | other: 1"
            + " | couchdb.couchdb_node_storage_size: is missing",
        "partition: \"0\" | partition: first | couchdb_data.partition: is not a number",
        "noOfCouchDBNodes: 3 | noOfCouchDBNodes: [3]"
            + " | clusteredCouch.noOfCouchDBNodes: is not a number",
        "k3s_use_vSphere_storage_class: false | k3s_use_vSphere_storage_class: \"true\""
            + " | k3s_use_vSphere_storage_class: volumes of vSphere are not supported, and the"
            + " charts of 5.x use the value nowhere; there, name the storage class",
        "log_level: \"info\" | log_level: loud | api.log_level: there is no level 'loud'",
      })
  void valuesOfTheWrongTypeAreNamedByTheirPath(String line, String other, String problem) {
    String bad = yaml().replace(line, other);
    assertThat(bad).isNotEqualTo(yaml());
    assertThatThrownBy(() -> HelmValues.parse("values.yaml", bad).deployment())
        .isInstanceOfSatisfying(
            InvalidDeploymentException.class, e -> assertThat(e.problems()).contains(problem));
  }

  @Test
  void aQuotedTruthValueIsReadAsItIsMeantAndTold() {
    String quoted = yaml().replace("Available: false", "Available: \"false\"");
    HelmValues values = HelmValues.parse("values.yaml", quoted);
    assertThat(values.deployment().volumes().areThere()).isFalse();
    assertThat(values.findings())
        .singleElement()
        .matches(each -> each.is(ValuesFinding.QUOTED_BOOLEAN));
  }

  @Test
  void theRootOfAVolumeAndAMisspeltNameAreTold() {
    String misspelt = yaml().replace("dataPathOnDiskForCouchDB", "dataPathOnDisk");
    assertThat(HelmValues.parse("values.yaml", misspelt).findings())
        .extracting(Finding::code)
        .containsExactlyInAnyOrder("values.unused", "values.root-of-volume");
  }

  @Test
  void aFileIsForItsOwnerAloneAndNeverWrittenOver(@TempDir Path folder) throws IOException {
    HelmValues values = HelmValues.of(single("5.2.0"), Deployments.SECRETS);
    Path file = folder.resolve("values.yaml");
    values.write(file);
    assertThat(Files.readString(file)).isEqualTo(values.toYaml());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> values.write(file))
        .isInstanceOf(HostingException.class)
        .hasMessageContaining("is there already")
        .hasMessageNotContaining("pw-of-tests");
  }

  @Test
  void aKeyTwiceIsRefused() {
    assertThatThrownBy(() -> HelmValues.parse("values.yaml", "a: 1\na: 2\n"))
        .isInstanceOf(HostingException.class);
  }
}
