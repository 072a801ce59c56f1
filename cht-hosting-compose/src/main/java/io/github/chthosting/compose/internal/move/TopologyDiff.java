package io.github.chthosting.compose.internal.move;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.compose.internal.install.GetImage;
import io.github.chthosting.compose.internal.install.Setting;
import io.github.chthosting.compose.internal.run.RecordDatabases;
import io.github.chthosting.compose.internal.upgrade.FetchVersion;
import io.github.chthosting.compose.internal.upgrade.FileHash;
import io.github.chthosting.compose.internal.upgrade.KeepVersion;
import io.github.chthosting.compose.internal.upgrade.KeptVersion;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.plan.Cost;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.PlannedStep;
import io.github.chthosting.plan.Risk;
import io.github.chthosting.platform.Topology;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The comparison of what is there with what is wanted, which gives a plan. Pure. */
final class TopologyDiff {
  private final TopologyFacts facts;
  private final Layout before;
  private final TopologyTarget target;
  private final ChtVersion version;
  private final MoveOptions options;

  TopologyDiff(
      TopologyFacts facts, TopologyTarget target, ChtVersion version, MoveOptions options) {
    this.facts = facts;
    this.before = facts.instance().layout();
    this.target = target;
    this.version = version;
    this.options = options;
  }

  Plan plan(String title, List<String> first) {
    List<String> notes = new ArrayList<>(first);
    notes.add("- file " + before.composeFolder().resolve(target.otherFile()));
    notes.add("+ file " + before.composeFolder().resolve(target.file().name()));
    target.unset().stream()
        .filter(name -> facts.environment().get(name).isPresent())
        .forEach(name -> notes.add("- setting " + name));
    target
        .settings()
        .forEach(
            (name, value) -> {
              boolean there = facts.environment().get(name).isPresent();
              notes.add((there ? "~" : "+") + " setting " + name + ": " + value);
            });
    target.newFolders().forEach(folder -> notes.add("+ folder " + folder));
    if (!target.clustering()) {
      facts.dataFolders().stream()
          .skip(1)
          .forEach(folder -> notes.add(folder + " stays, without shards that are in use"));
    }
    notes.add("the CHT is interrupted while CouchDB is exchanged, not while shards move");
    notes.add("upgrades before this can not be rolled back after it");
    return new Plan(title, steps(), notes);
  }

  private List<PlannedStep> steps() {
    List<PlannedStep> steps = new ArrayList<>(images());
    steps.add(new KeepVersion(before, kept(now()), version.toString()).costing(cost(1)));
    steps.add(fetch());
    if (!target.clustering()) {
      // Last, since databases that are made after it are in the way of what follows.
      steps.add(
          new GatherShards(before, target.cluster().get(0), others(), options.movedFilesDeleted())
              .costing(moving(facts.bytes() - facts.bytes(facts.node()))));
    }
    steps.add(exchange());
    steps.add(new RecordDatabases(target.after(), false).costing(cost(1)));
    if (target.clustering()) {
      Layout after = target.after();
      steps.add(
          new SpreadShards(after, target.cluster().get(0), others(), options.movedFilesDeleted())
              .costing(moving(facts.bytes() * 2 / 3)));
    }
    return steps;
  }

  private List<String> others() {
    return List.copyOf(target.cluster().subList(1, target.cluster().size()));
  }

  private static Cost moving(long bytes) {
    Duration time = Duration.ofSeconds(10 + bytes / 10_000_000);
    return new Cost(bytes, 2 * bytes, time, Risk.REDUNDANT);
  }

  private List<PlannedStep> images() {
    Map<String, String> values = new TreeMap<>(facts.environment().values());
    values.putAll(target.settings());
    return ComposeFile.parse(target.file().name(), target.file().text()).images(values).stream()
        .filter(image -> !facts.present().contains(image))
        .map(image -> GetImage.of(image).costing(cost(60)))
        .toList();
  }

  private PlannedStep fetch() {
    FileHash file = new FileHash(target.file().name(), target.file().sha256());
    return new FetchVersion(before, kept(wanted()), version.toString(), wanted(), List.of(file))
        .costing(cost(5));
  }

  private PlannedStep exchange() {
    return new ChangeTopology(
            before,
            target.after(),
            kept(now()),
            kept(wanted()),
            target.ownFile(),
            target.data(),
            target.newFolders(),
            facts.node(),
            target.node(),
            target.members(),
            target.unset(),
            Setting.of(target.settings()))
        .costing(cost(120));
  }

  private static Cost cost(int seconds) {
    return new Cost(0, 0, Duration.ofSeconds(seconds), Risk.REVERSIBLE);
  }

  private Topology now() {
    return target.clustering() ? Topology.SINGLE : Topology.CLUSTERED;
  }

  private Topology wanted() {
    return target.clustering() ? Topology.CLUSTERED : Topology.SINGLE;
  }

  private String kept(Topology topology) {
    return KeptVersion.nameOf(version.toString()) + "+" + topology.name().toLowerCase(Locale.ROOT);
  }
}
