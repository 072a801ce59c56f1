package io.github.chthosting.compose.internal.move;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.platform.Topology;
import java.util.List;
import java.util.Set;

/**
 * Plans the way of an instance from one CouchDB node to three on the same host, and back. Changes
 * nothing.
 *
 * <p>The node that has the data becomes the first of the cluster, on the same folder: what writes
 * is stopped, the databases are counted, CouchDB starts by the release's other file, its maps get
 * its new name, and the CHT starts once all that was counted is there. Then, in use, the shards are
 * spread, each proven before the old one leaves. Sessions, replications, indexes and {@code _local}
 * documents stay. If the exchange fails, it goes back by itself; killed on the way, it is resumed,
 * or rolled back, by its journal. The way back from a cluster in use is {@link #toSingle}.
 */
public final class TopologyPlanner {
  private TopologyPlanner() {}

  /**
   * Plans the change from one node to three.
   *
   * @throws io.github.chthosting.plan.PlanRefusedException with every reason at once: it is
   *     clustered already, CouchDB does not answer, its maps are broken, a folder is in use, too
   *     little disk
   * @throws io.github.chthosting.compose.release.ReleaseNotFoundException if the release is not
   *     there
   */
  public static Plan toCluster(Engine platform, Instance instance, MoveOptions options) {
    return plan(platform, instance, Topology.CLUSTERED, options);
  }

  /**
   * Plans the change from three nodes to one: their shards are gathered on the first, in use, then
   * it goes on alone. The folders of the others stay as they are.
   *
   * @throws io.github.chthosting.plan.PlanRefusedException with every reason at once
   */
  public static Plan toSingle(Engine platform, Instance instance, MoveOptions options) {
    return plan(platform, instance, Topology.SINGLE, options);
  }

  private static Plan plan(Engine platform, Instance instance, Topology to, MoveOptions options) {
    String title =
        to == Topology.CLUSTERED
            ? "spread " + instance.name() + " over three CouchDB nodes"
            : "gather " + instance.name() + " on one CouchDB node";
    HostFacts.requireLocal(platform.docker(), title);
    TopologyFacts facts = TopologyFacts.of(platform, instance);
    TopologyRules rules = new TopologyRules(title, facts, options);
    rules.running(to);
    rules.files(to == Topology.CLUSTERED ? Topology.SINGLE : Topology.CLUSTERED);
    rules.refuse();
    ChtVersion version = instance.version().orElseThrow();
    TopologyTarget target =
        new TopologyTarget(
            facts, instance.deployment(), platform.releases().fetch(version, to), to, options);
    rules.nodes(Set.copyOf(target.clustering() ? List.of(facts.node()) : target.cluster()));
    rules.settings(target.file(), target.variables(), target.settings().keySet());
    if (target.clustering()) {
      rules.folders(target.newFolders());
      rules.disks(target.newFolders(), facts.bytes() / 3);
    } else {
      rules.disks(List.of(target.data()), facts.bytes() - facts.bytes(facts.node()));
    }
    rules.refuse();
    return new TopologyDiff(facts, target, version, options).plan(title, rules.notes());
  }
}
