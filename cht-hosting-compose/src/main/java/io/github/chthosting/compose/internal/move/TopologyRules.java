package io.github.chthosting.compose.internal.move;

import io.github.chthosting.ByteSize;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.compose.deployment.StartedBy;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.compose.internal.instance.Services;
import io.github.chthosting.compose.release.ComposeVariable;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.LayoutProblem;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.PlanRefusedException;
import io.github.chthosting.platform.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Why a change of the topology cannot be planned, and what to know before. */
final class TopologyRules {
  private final String title;
  private final TopologyFacts facts;
  private final MoveOptions options;
  private final List<String> reasons = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  TopologyRules(String title, TopologyFacts facts, MoveOptions options) {
    this.title = title;
    this.facts = facts;
    this.options = options;
  }

  List<String> notes() {
    return notes;
  }

  /** Throws if there is any reason. */
  void refuse() {
    if (!reasons.isEmpty()) {
      throw new PlanRefusedException(title, reasons);
    }
  }

  /** Requires an instance that runs: what is compared afterwards must be there before. */
  void running(Topology wanted) {
    Instance instance = facts.instance();
    if (instance.topology() == wanted) {
      reasons.add(instance.name() + " is " + wanted + " already");
    }
    if (instance.version().isEmpty()) {
      reasons.add(
          "the version of %s is not known: its services are of several, or have no containers"
              .formatted(instance.name()));
    }
    if (facts.layout().isEmpty()) {
      reasons.add(facts.silence());
    }
    if (instance.layout().mode() == StartedBy.STANDARD && instance.upgradeService().isEmpty()) {
      reasons.add("the upgrade service of " + instance.name() + " has no container: start it");
    }
    facts.dataFolders().stream().findFirst().ifPresent(this::data);
    facts.layout().ifPresent(this::whole);
  }

  /** The maps in it are kept, and put back where it fails. */
  private void data(Path data) {
    if (!data.isAbsolute()) {
      reasons.add(
          "the data is in the volume %s, not in a folder: move it into one first".formatted(data));
    } else if (!Files.isReadable(data.resolve("_dbs.couch")) || !Files.isWritable(data)) {
      reasons.add(data + " has no maps, or may not be read and written: run as root");
    }
  }

  private void whole(ClusterLayout layout) {
    for (Finding finding : layout.findings()) {
      if (LayoutProblem.forbidsMoves(finding)) {
        reasons.add(finding + " (repair it first: NodePlanner.repair)");
      }
    }
    if (layout.resharding()) {
      reasons.add("resharding is under way: wait for it");
    }
  }

  /** Requires that only nodes of this instance have data. */
  void nodes(Set<String> known) {
    facts
        .layout()
        .ifPresent(
            layout ->
                layout.shares().keySet().stream()
                    .filter(node -> !known.contains(node))
                    .forEach(
                        node ->
                            reasons.add(
                                node
                                    + " is a member or has shards, and is not this CouchDB's: deal with it first (NodePlanner)")));
  }

  void files(Topology now) {
    String name = now == Topology.SINGLE ? ReleaseFile.COUCHDB : ReleaseFile.COUCHDB_CLUSTERED;
    boolean there = facts.instance().files().stream().anyMatch(each -> each.name().equals(name));
    if (!there) {
      reasons.add(
          "no compose file of %s is called %s, which is the one to exchange: give it that name"
              .formatted(facts.instance().name(), name));
    }
    Layout layout = facts.instance().layout();
    layout.files().stream()
        .filter(file -> !file.equals(layout.composeFolder().resolve(file.getFileName())))
        .forEach(file -> reasons.add(file + " is not in " + layout.composeFolder() + ": move it"));
    // By another name it would not be stopped, and run beside its successor on the same folder.
    facts.instance().couchdbServices().stream()
        .filter(service -> !Services.isStore(service))
        .forEach(
            service ->
                reasons.add(
                    "the service %s is a CouchDB, but does not have the name that it has in the release: rename it"
                        .formatted(service)));
  }

  void settings(ReleaseFile file, Map<String, ComposeVariable> variables, Set<String> given) {
    for (ComposeVariable each : variables.values()) {
      boolean known =
          given.contains(each.name()) || !facts.environment().get(each.name()).orElse("").isEmpty();
      if (each.required() && !known) {
        reasons.add(
            "%s needs the setting %s: put it into %s"
                .formatted(file.name(), each.name(), facts.instance().layout().environment()));
      }
    }
  }

  /** A new node's folder must hold nothing, and be nobody's. */
  void folders(List<Path> folders) {
    Set<Path> seen = new HashSet<>(facts.dataFolders());
    for (Path folder : folders) {
      if (folder.toString().contains(":")) {
        reasons.add(folder + ": Compose takes a colon for the end of the folder: choose another");
      } else if (!seen.add(folder)) {
        reasons.add(folder + " is another node's: choose another folder");
      } else if (!NewFolders.isFree(folder)) {
        reasons.add(folder + " is not empty: choose another folder, or empty it");
      }
    }
  }

  /**
   * @param bytes that each of the folders takes
   */
  void disks(List<Path> folders, long bytes) {
    for (TopologyFacts.Disk disk : TopologyFacts.disks(folders).values()) {
      // Twice, since a file that was just written has not been compacted yet.
      long needed = 2 * bytes * disk.folders();
      String words =
          "disk %s: %s are free, and moved shards may take %s"
              .formatted(disk.name(), ByteSize.format(disk.free()), ByteSize.format(needed));
      if (disk.free() >= needed) {
        notes.add(words);
      } else if (options.smallDiskAccepted()) {
        notes.add(words + ": it may fill, which was accepted");
      } else {
        reasons.add(words + ": make it larger, or accept that it may fill");
      }
    }
  }
}
