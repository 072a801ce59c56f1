package io.github.chthosting.compose.internal.move;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.ComposeDeploymentBuilder;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.deployment.MoveOptions;
import io.github.chthosting.compose.internal.instance.GeneratedFiles;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ComposeVariable;
import io.github.chthosting.compose.release.Release;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The instance after a change of its topology: files, settings, names of nodes. Pure. */
final class TopologyTarget {
  /** The name of a single node, as {@code vm.args} of the CHT's image has it. */
  private static final String ALONE = "couchdb@127.0.0.1";

  private static final List<String> OF_CLUSTER =
      List.of("DB1_DATA", "DB2_DATA", "DB3_DATA", "COUCHDB_SERVERS", "CLUSTER_PEER_IPS");

  private static final String OF_SINGLE = "COUCHDB_DATA";

  private final TopologyFacts facts;
  private final ComposeDeployment now;
  private final Layout before;
  private final Release release;
  private final Topology to;
  private final MoveOptions options;

  TopologyTarget(
      TopologyFacts facts,
      ComposeDeployment now,
      Release release,
      Topology to,
      MoveOptions options) {
    this.facts = facts;
    this.now = now;
    this.before = facts.instance().layout();
    this.release = release;
    this.to = to;
    this.options = options;
  }

  boolean clustering() {
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
    return facts.dataFolders().get(0);
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

  /** The name that the node with the data gets. */
  String node() {
    return clustering() ? cluster().get(0) : ALONE;
  }

  /** All members. */
  List<String> members() {
    return clustering() ? cluster() : List.of(ALONE);
  }

  /** The names of the cluster's nodes, the one with the data first. */
  List<String> cluster() {
    Map<String, String> values = facts.environment().values();
    List<String> names = new ArrayList<>();
    for (int node = 1; node <= Topology.CLUSTERED.nodes(); node++) {
      String usual = "couchdb-" + node + ".local";
      names.add("couchdb@" + values.getOrDefault("SVC" + node + "_NAME", usual));
    }
    return names;
  }

  /** Returns what {@code .env} says of CouchDB afterwards. */
  Map<String, String> settings() {
    Map<String, String> all = GeneratedFiles.settings(deployment(), after());
    Map<String, String> settings = new LinkedHashMap<>();
    Stream.concat(OF_CLUSTER.stream(), Stream.of(OF_SINGLE, "COMPOSE_FILE"))
        .filter(all::containsKey)
        .filter(name -> !name.equals("COMPOSE_FILE") || facts.environment().get(name).isPresent())
        .forEach(name -> settings.put(name, all.get(name)));
    return settings;
  }

  private ComposeDeployment deployment() {
    List<Path> folders = new ArrayList<>(List.of(data()));
    folders.addAll(newFolders());
    ComposeDeploymentBuilder builder =
        ComposeDeployment.builder(now.project(), now.version().toString(), now.folder())
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
  private void limit(ComposeDeploymentBuilder builder, String service, long bytes) {
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

  Layout after() {
    String old = clustering() ? ReleaseFile.COUCHDB : ReleaseFile.COUCHDB_CLUSTERED;
    return before.files(
        before.files().stream()
            .map(path -> path.endsWith(old) ? path.resolveSibling(file().name()) : path)
            .toList());
  }

  /** The file that goes. */
  String otherFile() {
    return clustering() ? ReleaseFile.COUCHDB : ReleaseFile.COUCHDB_CLUSTERED;
  }

  /** Settings that go. */
  List<String> unset() {
    return clustering() ? List.of(OF_SINGLE) : OF_CLUSTER;
  }

  /** Our own file's text; empty if there is none. */
  String ownFile() {
    boolean there = before.files().stream().anyMatch(path -> path.endsWith(Layout.OWN_FILE));
    String text = there ? GeneratedFiles.ownFile(deployment()) : "";
    // One that has nothing to say any more is not to speak of services that have gone.
    return there && text.isEmpty() ? "services: {}\n" : text;
  }
}
