package io.github.chthosting.k8s.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The values of one chart made into those of a newer one, with every difference and its reason. It
 * changes nothing on a cluster.
 *
 * <pre>{@code
 * HelmValues old = HelmValues.parse("values.yaml", text);   // helm get values NAME --all -o yaml
 * ValuesMigration migration = ValuesMigration.of(old, ChtVersion.of("5.2.0"));
 * System.out.println(migration);
 * }</pre>
 *
 * @param from the values as they are
 * @param to the values for the newer version
 * @param changes by path
 * @param requiredVolumes persistent volumes to create before the upgrade, as Kubernetes takes them;
 *     none if nothing is needed
 * @param findings what must be done or known before: an error among them is a reason not to upgrade
 */
public record ValuesMigration(
    HelmValues from,
    HelmValues to,
    List<ValueChange> changes,
    List<ObjectNode> requiredVolumes,
    List<Finding> findings) {

  public ValuesMigration {
    changes = List.copyOf(changes);
    requiredVolumes = List.copyOf(requiredVolumes);
    findings = List.copyOf(findings);
  }

  /**
   * Makes the values for another version.
   *
   * @param from the effective values, as {@code helm get values --all} prints them: those of the
   *     user alone lack the defaults of the 4.x chart
   * @throws InvalidDeploymentException with every problem at once, of the old values or the new
   */
  public static ValuesMigration of(HelmValues from, ChtVersion version) {
    HelmDeployment before = from.deployment();
    HelmDeployment after = target(before, version);
    HelmValues to = HelmValues.of(after, from.secrets());
    List<Finding> findings = new ArrayList<>(from.findings());
    findings.removeIf(each -> each.is(ValuesFinding.QUOTED_BOOLEAN));
    findings.addAll(steps(before, after));
    return new ValuesMigration(from, to, changes(from, to), after.requiredVolumes(), findings);
  }

  private static HelmDeployment target(HelmDeployment before, ChtVersion version) {
    HelmDeploymentBuilder builder = before.change().version(version.toString());
    return staysInFolders(before, ChartGeneration.of(version))
        ? builder.volumes(DataVolumes.hostPaths(folders(before))).build()
        : builder.build();
  }

  /** On k3s the 4.x chart keeps all data in folders of nodes; that of 5.x makes new claims. */
  private static boolean staysInFolders(HelmDeployment before, ChartGeneration to) {
    return before.cluster() == ClusterType.K3S
        && before.generation() == ChartGeneration.V4
        && to != ChartGeneration.V4;
  }

  private static String[] folders(HelmDeployment before) {
    if (before.volumes().areThere()) {
      return before.volumes().places().toArray(String[]::new);
    }
    return IntStream.rangeClosed(1, before.topology().nodes())
        .mapToObj(node -> "/var/lib/" + before.namespace() + "-couchdb" + node)
        .toArray(String[]::new);
  }

  private static List<Finding> steps(HelmDeployment before, HelmDeployment after) {
    if (!staysInFolders(before, after.generation())) {
      return List.of();
    }
    String folders = String.join(", ", after.volumes().places());
    Finding volumes =
        Finding.warning(
            ValuesFinding.VOLUMES_FIRST,
            "volumes of " + after.namespace(),
            "the data lies in " + folders + ", and the newer chart makes new, empty claims",
            "Create requiredVolumes() before the upgrade: the new claims find them.");
    if (after.topology() == Topology.SINGLE) {
      return List.of(volumes);
    }
    return List.of(
        volumes,
        Finding.error(
            ValuesFinding.CLAIMS_IMMUTABLE,
            "claims of " + after.namespace(),
            "the newer chart gives the claims that are there another class and no volume, which"
                + " Kubernetes refuses half way through the upgrade",
            "Stop the CHT, see that each volume is kept (Retain), delete the claims alone, and"
                + " upgrade then."));
  }

  private static List<ValueChange> changes(HelmValues from, HelmValues to) {
    ObjectNode before = HelmValues.masked(from.tree());
    ObjectNode after = HelmValues.masked(to.tree());
    Map<String, JsonNode> old = ValuesCheck.leaves(before);
    Map<String, JsonNode> fresh = ValuesCheck.leaves(after);
    TreeSet<String> paths = new TreeSet<>(old.keySet());
    paths.addAll(fresh.keySet());
    return paths.stream()
        .filter(path -> !same(old.get(path), fresh.get(path)))
        .map(path -> change(path, old.get(path), fresh.get(path)))
        .toList();
  }

  private static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
    return a != null && a.equals(b);
  }

  private static ValueChange change(
      String path, @Nullable JsonNode before, @Nullable JsonNode after) {
    return new ValueChange(
        path,
        before == null ? "" : before.toString(),
        after == null ? "" : after.toString(),
        MigrationReason.of(path, before == null, after == null));
  }

  /** Returns every change in a line, then the findings. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    changes.forEach(change -> text.append(change).append('\n'));
    findings.forEach(finding -> text.append(finding).append('\n'));
    return text.toString();
  }
}
