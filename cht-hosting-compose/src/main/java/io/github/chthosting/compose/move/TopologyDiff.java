package io.github.chthosting.compose.move;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.internal.move.ShardSteps;
import io.github.chthosting.compose.internal.move.TopologySteps;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.upgrade.KeptVersion;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** From what is there and what is wanted to a plan. Pure. */
final class TopologyDiff {
  private final TopologyFacts facts;
  private final ComposeInstance instance;
  private final Layout before;
  private final TopologyTarget target;
  private final ChtVersion version;
  private final MoveOptions options;

  TopologyDiff(
      TopologyFacts facts, TopologyTarget target, ChtVersion version, MoveOptions options) {
    this.facts = facts;
    this.instance = facts.instance();
    this.before = instance.layout();
    this.target = target;
    this.version = version;
    this.options = options;
  }

  Plan plan(String title, List<String> first) {
    List<String> notes = new ArrayList<>(first);
    notes.add("- file " + before.composeFolder().resolve(target.otherFile()));
    notes.add("+ file " + before.composeFolder().resolve(target.file().name()));
    target.unset().stream()
        .filter(name -> instance.environment().get(name).isPresent())
        .forEach(name -> notes.add("- setting " + name));
    target
        .settings()
        .forEach(
            (name, value) -> {
              boolean there = instance.environment().get(name).isPresent();
              notes.add((there ? "~" : "+") + " setting " + name + ": " + value);
            });
    target.newFolders().forEach(folder -> notes.add("+ folder " + folder));
    if (!target.clustering()) {
      instance.dataFolders().stream()
          .skip(1)
          .forEach(folder -> notes.add(folder + " stays, without shards that are in use"));
    }
    notes.add("the CHT is interrupted while CouchDB is exchanged, not while shards move");
    notes.add("upgrades before this can not be rolled back after it");
    return new Plan(title, steps(), notes);
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    images().forEach(steps::add);
    steps.add(
        step(
            "keep-version", before, Map.of("version", version.toString(), "name", kept(now())), 1));
    steps.add(fetch());
    if (!target.clustering()) {
      // Last, since databases that are made after it are in the way of what follows.
      steps.add(shards(ShardSteps.GATHER, before));
    }
    steps.add(exchange());
    steps.add(step("record-databases", target.after(), Map.of(), 1));
    if (target.clustering()) {
      steps.add(shards(ShardSteps.SPREAD, target.after()));
    }
    return steps;
  }

  private List<Step> images() {
    Map<String, String> values = new TreeMap<>(instance.environment().values());
    values.putAll(target.settings());
    return ComposeFile.parse(target.file().name(), target.file().text()).images(values).stream()
        .filter(image -> !facts.present().contains(image))
        .map(image -> new Step("get-image", Map.of("image", image), cost(60)))
        .toList();
  }

  private Step fetch() {
    return step(
        "fetch-version",
        before,
        Map.of(
            "version",
            version.toString(),
            "name",
            kept(wanted()),
            "topology",
            wanted().name(),
            "sha256." + target.file().name(),
            target.file().sha256()),
        5);
  }

  private Step exchange() {
    Map<String, String> arguments = new TreeMap<>();
    arguments.put("from", kept(now()));
    arguments.put("to", kept(wanted()));
    arguments.put(
        "after",
        target.after().files().stream()
            .map(path -> before.folder().relativize(path).toString())
            .collect(Collectors.joining(":")));
    arguments.put("own", target.ownFile());
    arguments.put("data", target.data().toString());
    arguments.put("folders", joined(target.newFolders().stream().map(Path::toString).toList()));
    arguments.put("node", facts.node());
    arguments.put("renamed", target.node());
    arguments.put("members", joined(target.members()));
    arguments.put("unset", joined(target.unset()));
    arguments.put("order", joined(List.copyOf(target.settings().keySet())));
    target.settings().forEach((name, value) -> arguments.put("set." + name, value));
    return step(TopologySteps.CHANGE, before, arguments, 120);
  }

  private Step shards(String action, Layout layout) {
    Map<String, String> arguments = new TreeMap<>(layout.arguments());
    arguments.put("node", target.cluster().get(0));
    arguments.put("others", joined(target.cluster().subList(1, target.cluster().size())));
    arguments.put("files", options.movedFilesDeleted() ? "delete" : "keep");
    long bytes =
        target.clustering() ? facts.bytes() * 2 / 3 : facts.bytes() - facts.bytes(facts.node());
    Duration time = Duration.ofSeconds(10 + bytes / 10_000_000);
    return new Step(action, arguments, new Cost(bytes, 2 * bytes, time, Risk.REDUNDANT));
  }

  private static Step step(String action, Layout layout, Map<String, String> more, int seconds) {
    Map<String, String> arguments = new TreeMap<>(layout.arguments());
    arguments.putAll(more);
    return new Step(action, arguments, cost(seconds));
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

  private static String joined(List<String> words) {
    return String.join(":", words);
  }
}
