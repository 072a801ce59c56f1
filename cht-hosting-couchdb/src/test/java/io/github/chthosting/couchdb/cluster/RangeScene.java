package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.Database;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import tools.jackson.databind.node.ObjectNode;

/** One database on a cluster of three nodes that other scenes use before and after. */
final class RangeScene extends CutScene {
  private final EmbeddedCouchDb server;
  private final CouchDb couch;
  private final RangeCut kind;
  private final Path folder;
  private final String name;
  private final KillData data;
  private final Map<String, String> content;
  private final SortedMap<String, SortedSet<String>> before;
  private final Set<String> strays;
  private final List<Finding> findings;
  private final String suffix;
  private final Plan plan;

  RangeScene(EmbeddedCouchDb server, CouchDb couch, RangeCut kind, Path folder, String name) {
    this.server = server;
    this.couch = couch;
    this.kind = kind;
    this.folder = folder;
    this.name = name;
    this.data = KillData.create(couch, name, kind.q, kind.n, DOCUMENTS);
    settle();
    this.content = data.read(0);
    kind.prepare(this);
    ClusterLayout layout = ClusterLayout.measured(couch);
    this.before = map(layout, name);
    this.strays = strays(layout, name);
    this.findings = findings(layout, name);
    this.suffix = suffix(layout);
    this.plan = kind.plan(this, layout);
  }

  String name() {
    return name;
  }

  String copy() {
    return name + "-copy";
  }

  SortedMap<String, SortedSet<String>> before() {
    return before;
  }

  void apply(Plan first) {
    try (Journal journal = Journal.in(folder.resolve(name + "-before"))) {
      first.carriedOutBy(changes()).apply(journal).await();
    }
  }

  void edit(RangeCut.Edit edit) {
    CouchDb one = couch.at(0);
    ObjectNode map = (ObjectNode) one.node().localDatabase("_dbs", name);
    one.request("PUT", "_node", "_local", "_dbs", name).body(edit.apply(map)).json();
    if (kind != RangeCut.HAND) {
      settle();
    }
  }

  private String suffix(ClusterLayout layout) {
    return layout.database(name).map(DatabaseLayout::suffix).orElse("none");
  }

  /** Tells whether the database is another one now. */
  boolean isOriginalGone() {
    ClusterLayout layout = ClusterLayout.of(couch);
    return !suffix(layout).equals(suffix) || !map(layout, name).equals(before);
  }

  void requireCopy() {
    assertThat(new KillData(couch, copy()).read(0)).isEqualTo(content);
    assertThat(Cluster.of(couch).shards(copy()).q()).isEqualTo(1);
  }

  @Override
  CouchDb couch() {
    return couch;
  }

  @Override
  EmbeddedCouchDb server() {
    return server;
  }

  @Override
  Plan plan() {
    return plan;
  }

  @Override
  boolean isBeyondReturn(int done, List<String> passed) {
    return kind.isBeyondReturn(this, plan, done);
  }

  @Override
  void requireDone() {
    server.background().resume();
    settle();
    ClusterLayout layout = ClusterLayout.measured(couch);
    assertThat(findings(layout, name, copy())).isEmpty();
    requireContent(data, content);
    kind.requireDone(this, layout, plan);
  }

  @Override
  void requireBack(int done) {
    if (kind == RangeCut.SWAP && done > 0) {
      requireDone();
      return;
    }
    server.background().resume();
    settle();
    ClusterLayout layout = ClusterLayout.measured(couch);
    assertThat(findings).containsAll(findings(layout, name));
    assertThat(map(layout, name)).isEqualTo(before);
    assertThat(strays).containsAll(strays(layout, name));
    boolean copied = kind == RangeCut.SWAP || (kind == RangeCut.REBUILD && done > 0);
    assertThat(couch.database(copy()).exists()).isEqualTo(copied);
    if (findings.isEmpty()) {
      requireContent(data, content);
    }
    if (done == 0 && kind != RangeCut.HAND && kind != RangeCut.CLEAN_UP) {
      assertThat(kind.plan(this, layout).id()).as("planned anew").isEqualTo(plan.id());
    }
  }

  @Override
  public void close() {
    server.background().resume();
    List<String> all = couch.databases();
    List.of(name, copy()).stream()
        .filter(all::contains)
        .map(couch::database)
        .forEach(Database::delete);
  }
}
