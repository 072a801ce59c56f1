package io.github.chthosting.compose.move;

import io.github.chthosting.compose.ComposeInstance;
import io.github.chthosting.compose.Layout;
import io.github.chthosting.compose.install.WantedFiles;
import io.github.chthosting.compose.internal.move.ShardSteps;
import io.github.chthosting.compose.internal.move.TopologySteps;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ComposeVariable;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.compose.upgrade.KeptVersion;
import io.github.chthosting.platform.Cost;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.DeploymentBuilder;
import io.github.chthosting.platform.Plan;
import io.github.chthosting.platform.Risk;
import io.github.chthosting.platform.Step;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From one topology to the other: files, settings, names of nodes, and the steps. Pure. */
final class TopologyDiff {
  /** As {@code vm.args} of the CHT's image has it. */
  private static final String ALONE = "couchdb@127.0.0.1";

  private static final List<String> OF_CLUSTER =
      List.of("DB1_DATA", "DB2_DATA", "DB3_DATA", "COUCHDB_SERVERS", "CLUSTER_PEER_IPS");

  private static final String OF_SINGLE = "COUCHDB_DATA";

  private final TopologyFacts facts;
  private final ComposeInstance instance;
  private final Layout before;
  private final Release release;
  private final Topology to;
  private final MoveOptions options;

  TopologyDiff(TopologyFacts facts, Release release, Topology to, MoveOptions options) {
    this.facts = facts;
    this.instance = facts.instance();
    this.before = instance.layout();
    this.release = release;
    this.to = to;
    this.options = options;
  }

  private boolean clustering() {
    return to == Topology.CLUSTERED;
  }

  /** The release's file of CouchDB's services. */
  ReleaseFile file() {
    String name = clustering() ? ReleaseFile.COUCHDB_CLUSTERED : ReleaseFile.COUCHDB;
    return release.files().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  Map<String, ComposeVariable> variables() {
    return ComposeFile.parse(file().name(), file().text()).variables();
  }

  /** The folder of the node that has, or will have, all data. */
  Path data() {
    return instance.dataFolders().get(0);
  }

  List<Path> newFolders() {
    if (!clustering()) {
      return List.of();
    }
    Path folder = before.folder();
    return options.folders().isEmpty()
        ? List.of(folder.resolve("couchdb-2"), folder.resolve("couchdb-3"))
        : options.folders();
  }

  /** The names of the cluster's nodes, the one with the data first. */
  List<String> cluster() {
    Map<String, String> values = instance.environment().values();
    List<String> names = new ArrayList<>();
    for (int node = 1; node <= Topology.CLUSTERED.nodes(); node++) {
      String usual = "couchdb-" + node + ".local";
      names.add("couchdb@" + values.getOrDefault("SVC" + node + "_NAME", usual));
    }
    return names;
  }

  /** What {@code .env} says of CouchDB afterwards. */
  Map<String, String> settings() {
    Map<String, String> all = WantedFiles.settings(target(), after());
    Map<String, String> settings = new LinkedHashMap<>();
    Stream.concat(OF_CLUSTER.stream(), Stream.of(OF_SINGLE, "COMPOSE_FILE"))
        .filter(all::containsKey)
        .filter(
            name -> !name.equals("COMPOSE_FILE") || instance.environment().get(name).isPresent())
        .forEach(name -> settings.put(name, all.get(name)));
    return settings;
  }

  private Deployment target() {
    Deployment now = instance.deployment();
    List<Path> folders = new ArrayList<>(List.of(data()));
    folders.addAll(newFolders());
    DeploymentBuilder builder =
        Deployment.builder(now.project(), now.version().toString(), now.folder())
            .topology(to)
            .domain(now.domain())
            .ports(now.httpPort(), now.httpsPort())
            .dataFolders(folders.toArray(Path[]::new))
            .network(now.network())
            .logLevel(now.logLevel());
    now.memoryLimits().forEach((service, bytes) -> limit(builder, service, bytes));
    return builder.build();
  }

  /** Each node gets what the one had. */
  private void limit(DeploymentBuilder builder, String service, long bytes) {
    if (clustering() && service.equals("couchdb")) {
      for (int node = 1; node <= Topology.CLUSTERED.nodes(); node++) {
        builder.memoryLimit("couchdb-" + node + ".local", bytes);
      }
    } else if (!clustering() && service.equals("couchdb-1.local")) {
      builder.memoryLimit("couchdb", bytes);
    } else if (!service.startsWith("couchdb")) {
      builder.memoryLimit(service, bytes);
    }
  }

  private Layout after() {
    String old = clustering() ? ReleaseFile.COUCHDB : ReleaseFile.COUCHDB_CLUSTERED;
    return before.files(
        before.files().stream()
            .map(path -> path.endsWith(old) ? path.resolveSibling(file().name()) : path)
            .toList());
  }

  Plan plan(String title, List<String> first) {
    List<String> notes = new ArrayList<>(first);
    notes.add("- file " + before.composeFolder().resolve(otherFile()));
    notes.add("+ file " + before.composeFolder().resolve(file().name()));
    unset().stream()
        .filter(name -> instance.environment().get(name).isPresent())
        .forEach(name -> notes.add("- setting " + name));
    settings()
        .forEach(
            (name, value) -> {
              boolean there = instance.environment().get(name).isPresent();
              notes.add((there ? "~" : "+") + " setting " + name + ": " + value);
            });
    newFolders().forEach(folder -> notes.add("+ folder " + folder));
    if (!clustering()) {
      instance.dataFolders().stream()
          .skip(1)
          .forEach(folder -> notes.add(folder + " stays, without shards that are in use"));
    }
    notes.add("the CHT is interrupted while CouchDB is exchanged, not while shards move");
    notes.add("upgrades before this can not be rolled back after it");
    return new Plan(title, steps(), notes);
  }

  private String otherFile() {
    return clustering() ? ReleaseFile.COUCHDB : ReleaseFile.COUCHDB_CLUSTERED;
  }

  private List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    images().forEach(steps::add);
    steps.add(step("keep-version", before, Map.of("version", version(), "name", kept(now())), 1));
    steps.add(fetch());
    if (!clustering()) {
      // Last, since databases that are made after it are in the way of what follows.
      steps.add(shards(ShardSteps.GATHER, before));
    }
    steps.add(exchange());
    steps.add(step("record-databases", after(), Map.of(), 1));
    if (clustering()) {
      steps.add(shards(ShardSteps.SPREAD, after()));
    }
    return steps;
  }

  private List<Step> images() {
    Map<String, String> values = new TreeMap<>(instance.environment().values());
    values.putAll(settings());
    return ComposeFile.parse(file().name(), file().text()).images(values).stream()
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
            version(),
            "name",
            kept(to),
            "topology",
            to.name(),
            "sha256." + file().name(),
            file().sha256()),
        5);
  }

  private Step exchange() {
    Map<String, String> arguments = new TreeMap<>();
    arguments.put("from", kept(now()));
    arguments.put("to", kept(to));
    arguments.put(
        "after",
        after().files().stream()
            .map(path -> before.folder().relativize(path).toString())
            .collect(Collectors.joining(":")));
    arguments.put("own", ownFile());
    arguments.put("data", data().toString());
    arguments.put("folders", joined(newFolders().stream().map(Path::toString).toList()));
    arguments.put("node", facts.node());
    arguments.put("renamed", clustering() ? cluster().get(0) : ALONE);
    arguments.put("members", clustering() ? joined(cluster()) : ALONE);
    arguments.put("unset", joined(unset()));
    arguments.put("order", joined(List.copyOf(settings().keySet())));
    settings().forEach((name, value) -> arguments.put("set." + name, value));
    return step(TopologySteps.CHANGE, before, arguments, 120);
  }

  private List<String> unset() {
    return clustering() ? List.of(OF_SINGLE) : OF_CLUSTER;
  }

  /** Empty if there is none. */
  private String ownFile() {
    boolean there = before.files().stream().anyMatch(path -> path.endsWith(Layout.OWN_FILE));
    return there ? WantedFiles.ownFile(target()) : "";
  }

  private Step shards(String action, Layout layout) {
    Map<String, String> arguments = new TreeMap<>(layout.arguments());
    arguments.put("node", cluster().get(0));
    arguments.put("others", joined(cluster().subList(1, cluster().size())));
    arguments.put("files", options.movedFilesDeleted() ? "delete" : "keep");
    long bytes = clustering() ? facts.bytes() * 2 / 3 : facts.bytes() - facts.bytes(facts.node());
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
    return clustering() ? Topology.SINGLE : Topology.CLUSTERED;
  }

  private String version() {
    return release.version().toString();
  }

  private String kept(Topology topology) {
    return KeptVersion.nameOf(version()) + "+" + topology.name().toLowerCase(Locale.ROOT);
  }

  private static String joined(List<String> words) {
    return String.join(":", words);
  }
}
