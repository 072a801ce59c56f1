package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.internal.instance.Engine;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.ClusterPlans;
import io.github.chthosting.couchdb.cluster.Membership;
import io.github.chthosting.couchdb.cluster.RemoveNode;
import io.github.chthosting.couchdb.cluster.RenameNode;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandlers;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** Gives the node that has the data its new name, and the cluster its members. */
final class NodeRenaming {
  private final Engine platform;
  private final TopologyFiles files;
  private final String from;
  private final String to;
  private final List<String> wanted;
  private final Marks marks;
  private final WorkContext context;

  NodeRenaming(
      Engine platform, TopologyFiles files, ChangeTopology step, Marks marks, WorkContext context) {
    this.platform = platform;
    this.files = files;
    this.from = step.node();
    this.to = step.renamed();
    this.wanted = step.members();
    this.marks = marks;
    this.context = context;
  }

  /**
   * Refuses to exchange the nodes while a database lies on another one: it may have been made since
   * this was planned.
   */
  void requireAllOnOne() {
    try (CouchDb couch = platform.instance(files.before()).couchDb()) {
      Set<String> holders = new TreeSet<>();
      ClusterLayout.of(couch)
          .shares()
          .forEach(
              (node, share) -> {
                if (share.copies() > 0) {
                  holders.add(node);
                }
              });
      if (!holders.equals(Set.of(from))) {
        throw new HostingException(
            "cluster of " + files.before().project(),
            "shards are on %s, and were to be on %s alone: a database was made since. Give this plan up, and plan again"
                .formatted(holders, from),
            false,
            null);
      }
    }
  }

  /** Takes over the shards under the new name, once CouchDB runs by the new files. */
  void take() {
    awaitMembers();
    try (CouchDb couch = platform.instance(files.after()).couchDb()) {
      StepHandlers steps =
          ClusterPlans.builder(couch).patience(platform.patience()).build().steps();
      // First, so that no change of a map waits for those that are not there any more.
      for (String each : Cluster.of(couch).membership().members()) {
        if (!wanted.contains(each) && !each.equals(from)) {
          run(steps, new RemoveNode(each, false), "remove-node " + each);
        }
      }
      run(steps, new RenameNode(from, to), "rename-node " + from);
    }
  }

  private void run(StepHandlers steps, Step step, String part) {
    try {
      steps.run(step, new PartMarks(marks, part), context);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new HostingException(step.summary(), step.summary() + ": " + e, false, e);
    }
  }

  /** The CHT's image makes the cluster by itself, once all of its nodes answer. */
  private void awaitMembers() {
    AtomicReference<String> last = new AtomicReference<>("");
    Waiting.until(
        () -> {
          String lack = lack();
          last.set(lack);
          return lack.isEmpty();
        },
        platform.patience(),
        context,
        "cluster of " + files.after().project(),
        last::get);
  }

  private String lack() {
    try (CouchDb couch = platform.instance(files.after()).couchDb()) {
      if (couch.addresses().size() < wanted.size()) {
        return couch.addresses().size() + " of " + wanted.size() + " nodes run";
      }
      for (Membership view : Cluster.of(couch).memberships()) {
        if (!view.connected().containsAll(wanted) || !view.members().containsAll(wanted)) {
          return "connected are %s, members %s, wanted %s"
              .formatted(view.connected(), view.members(), wanted);
        }
      }
      return "";
    } catch (HostingException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
