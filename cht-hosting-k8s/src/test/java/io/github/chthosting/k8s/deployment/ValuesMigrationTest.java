package io.github.chthosting.k8s.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.Topology;
import org.junit.jupiter.api.Test;

class ValuesMigrationTest {
  private static final ChtVersion TO = ChtVersion.of("5.2.0");

  private static HelmValues old(ClusterType cluster, Topology topology) {
    return HelmValues.of(Deployments.of("4.22.0", cluster, topology).build(), Deployments.SECRETS);
  }

  @Test
  void namesEachDifferenceAndItsReason() {
    ValuesMigration migration = ValuesMigration.of(old(ClusterType.EKS, Topology.SINGLE), TO);

    assertThat(migration.changes())
        .contains(
            new ValueChange("cht_image_tag", "\"4.22.0\"", "\"5.2.0\"", "the wanted version"),
            new ValueChange(
                "couchdb.clusteredCouch_enabled",
                "false",
                "",
                "5.x spells it clusteredCouchEnabled"),
            new ValueChange(
                "upgrade_service.tag", "\"0.32\"", "", "5.x has no upgrade service on Kubernetes"));
    assertThat(migration.to().tree().at("/couchdb/storage_class").asString()).isEqualTo("ebs-gp2");
    assertThat(migration.findings()).isEmpty();
    assertThat(migration.requiredVolumes()).isEmpty();
    assertThat(migration.toString())
        .contains("~ cht_image_tag: \"4.22.0\" -> \"5.2.0\"   (the wanted version)")
        .doesNotContain("pw-of-tests");
  }

  /** The newer chart would make a new, empty claim, and leave the data where it is. */
  @Test
  void theDataOfASingleNodeOnK3sIsKept() {
    ValuesMigration migration = ValuesMigration.of(old(ClusterType.K3S, Topology.SINGLE), TO);

    assertThat(migration.requiredVolumes())
        .singleElement()
        .matches(
            each -> each.at("/spec/hostPath/path").asString().equals("/var/lib/kisumu-couchdb1"));
    assertThat(migration.findings())
        .singleElement()
        .matches(each -> each.is(ValuesFinding.VOLUMES_FIRST));
  }

  /** A chart's own default is one folder for every instance. */
  @Test
  void theDataIsWhereTheOldValuesSayItIs() {
    HelmValues values =
        HelmValues.parse(
            "values.yaml",
            old(ClusterType.K3S, Topology.SINGLE)
                .toYaml()
                .replace("/var/lib/kisumu-couchdb1", "/var/lib/couchdb1"));

    assertThat(ValuesMigration.of(values, TO).requiredVolumes())
        .singleElement()
        .matches(each -> each.at("/spec/hostPath/path").asString().equals("/var/lib/couchdb1"));
  }

  @Test
  void aSingleNodeOfWhichNobodyKnowsWhereItsDataLiesIsRefused() {
    HelmValues values =
        HelmValues.parse(
            "values.yaml",
            old(ClusterType.K3S, Topology.SINGLE)
                .toYaml()
                .replace("single_node_deploy: \"n1\"", "single_node_deploy: \"\""));
    assertThatThrownBy(() -> ValuesMigration.of(values, TO))
        .isInstanceOf(InvalidDeploymentException.class)
        .hasMessageContaining("name the node");
  }

  @Test
  void claimsOfAClusterOnK3sCannotChange() {
    ValuesMigration migration = ValuesMigration.of(old(ClusterType.K3S, Topology.CLUSTERED), TO);

    assertThat(migration.requiredVolumes())
        .extracting(each -> each.at("/spec/hostPath/path").asString())
        .containsExactly(
            "/var/lib/kisumu-couchdb1", "/var/lib/kisumu-couchdb2", "/var/lib/kisumu-couchdb3");
    assertThat(migration.findings())
        .extracting(Finding::code)
        .containsExactly("values.volumes-first", "values.claims-immutable");
  }

  @Test
  void existingVolumesOfEksStayTheirs() {
    HelmValues values =
        HelmValues.of(
            Deployments.of("4.22.0", ClusterType.EKS, Topology.SINGLE)
                .volumes(DataVolumes.ebs("100Gi", "vol-0a"))
                .build(),
            Deployments.SECRETS);
    assertThat(ValuesMigration.of(values, TO).to().deployment().volumes())
        .isEqualTo(DataVolumes.ebs("100Gi", "vol-0a"));
  }

  @Test
  void withinOneGenerationOnlyTheVersionChanges() {
    HelmValues values =
        HelmValues.of(
            Deployments.of("5.2.0", ClusterType.GKE, Topology.CLUSTERED).build(),
            Deployments.SECRETS);
    assertThat(ValuesMigration.of(values, ChtVersion.of("5.2.1")).changes())
        .extracting(ValueChange::path)
        .containsExactly("cht_image_tag", "chtversion");
  }
}
