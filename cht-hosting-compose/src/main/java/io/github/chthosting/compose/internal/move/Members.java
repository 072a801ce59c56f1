package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.ComposePlatform;
import io.github.chthosting.compose.internal.run.Waiting;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.ClusterChanges;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.Membership;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.Step;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;

/** Gives the node that has the data its new name, and the cluster its members. */
final class Members {
  private final ComposePlatform platform;
  private final TopologyFiles files;
  private final String from;
  private final String to;
  private final List<String> wanted;
  private final Marks marks;
  private final WorkContext context;

  Members(
      ComposePlatform platform, TopologyFiles files, Step step, Marks marks, WorkContext context) {
    this.platform = platform;
    this.files = files;
    this.from = step.argument("node");
    this.to = step.argument("renamed");
    this.wanted = files.words("members");
    this.marks = marks;
    this.context = context;
  }

  /** Before the exchange: a database that was made since this was planned may be elsewhere. */
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

  /** Once CouchDB runs by the new files. */
  void take() {
    awaitMembers();
    try (CouchDb couch = platform.instance(files.after()).couchDb()) {
      ClusterChanges changes = ClusterChanges.on(couch).patience(platform.patience());
      // First, so that no change of a map waits for those that are not there any more.
      for (String each : couch.cluster().membership().members()) {
        if (!wanted.contains(each) && !each.equals(from)) {
          run(changes, "remove-node", Map.of("node", each), each);
        }
      }
      run(changes, "rename-node", Map.of("from", from, "to", to), from);
    }
  }

  private void run(ClusterChanges changes, String action, Map<String, String> what, String node) {
    changes.run(
        new Step(action, what, Cost.FREE), new PartMarks(marks, action + " " + node), context);
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
      for (Membership view : couch.cluster().memberships()) {
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
