package io.github.chthosting.couchdb.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.Marks;
import io.github.chthosting.plan.Plan;
import io.github.chthosting.plan.Step;
import io.github.chthosting.plan.StepHandler;
import io.github.chthosting.plan.StepHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * All that a database can hold is the same after its ranges have moved, or were cut while moving.
 */
class WholeMoveIT {
  private final CouchDb couch = RealCluster.connect();
  private final String name = "shx-whole-" + Long.toHexString(System.nanoTime());
  private final Path folder;

  WholeMoveIT(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void create() {
    couch.database(name).create(DatabaseOptions.defaults().q(3).n(1));
    post("_bulk_docs", Map.of("docs", documents()));
    post("_bulk_docs", Map.of("new_edits", false, "docs", conflicts()));
    put("_design/v", Map.of("views", Map.of("n", Map.of("map", "function(doc){emit(doc.n)}"))));
    couch.request("GET", name, "_design", "v", "_view", "n").query("limit", 1).json();
    for (int i = 0; i < 5; i++) {
      put("_local/checkpoint-" + i, Map.of("seq", i));
    }
    couch
        .request("PUT", name, "_security")
        .body(Map.of("members", Map.of("roles", List.of("nurse")), "admins", Map.of()))
        .json();
    String rev = couch.database(name).rev("plain-7").orElseThrow();
    post("_purge", Map.of("plain-7", List.of(rev)));
  }

  @AfterEach
  void delete() {
    couch.database(name).delete();
    couch.close();
  }

  private static List<Map<String, Object>> documents() {
    byte[] bytes = new byte[300_000];
    new Random(1).nextBytes(bytes);
    String data = Base64.getEncoder().encodeToString(bytes);
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      documents.add(Map.of("_id", "plain-" + i, "n", i, "ok", Map.of("a", "}\",\"doc\":{")));
    }
    for (int i = 0; i < 6; i++) {
      Map<String, Object> binary = Map.of("content_type", "image/png", "data", data);
      Map<String, Object> text = Map.of("content_type", "text/plain", "data", "aGVsbG8gaGVsbG8=");
      documents.add(
          Map.of("_id", "with files/+ü-" + i, "_attachments", Map.of("a b", binary, "t", text)));
    }
    return documents;
  }

  private static List<Map<String, Object>> conflicts() {
    List<Map<String, Object>> documents = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      String id = "tree-" + i;
      documents.add(revision(id, 3, false, "c3", "b2", "a1"));
      documents.add(revision(id, 3, false, "d3", "b2", "a1"));
      documents.add(revision(id, 2, true, "e2", "a1"));
      documents.add(revision("gone-" + i, 2, true, "f2", "a1"));
      documents.add(revision("edited-" + i, 5, false, "e5", "d4", "c3", "b2", "a1"));
    }
    return documents;
  }

  private static Map<String, Object> revision(
      String id, int generation, boolean deleted, String... history) {
    return Map.of(
        "_id",
        id,
        "_rev",
        generation + "-" + history[0],
        "_deleted",
        deleted,
        "value",
        history[0],
        "_revisions",
        Map.of("start", generation, "ids", List.of(history)));
  }

  private void post(String path, Object body) {
    couch.request("POST", name, path).body(body).json();
  }

  private void put(String id, Object body) {
    couch.request("PUT", path(id)).body(body).json();
  }

  private String[] path(String id) {
    int slash = id.startsWith("_") ? id.indexOf('/') : -1;
    return slash < 0
        ? new String[] {name, id}
        : new String[] {name, id.substring(0, slash), id.substring(slash + 1)};
  }

  /** Each leaf with its history and the bytes of its files, the local documents, the security. */
  private Map<String, String> all() {
    Map<String, String> all = new TreeMap<>();
    for (JsonNode row :
        couch.request("GET", name, "_changes").query("style", "all_docs").json().path("results")) {
      String id = row.path("id").asString("");
      List<String> leaves = new ArrayList<>();
      couch
          .request("GET", path(id))
          .query("open_revs", "all")
          .query("revs", true)
          .query("attachments", true)
          .header("Accept", "application/json")
          .json()
          .forEach(leaf -> leaves.add(leaf.toString()));
      leaves.sort(null);
      all.put(id, leaves.toString());
    }
    for (int i = 0; i < 5; i++) {
      all.put(
          "_local/" + i, couch.request("GET", name, "_local", "checkpoint-" + i).json().toString());
    }
    all.put("_security", couch.request("GET", name, "_security").json().toString());
    JsonNode view = couch.request("GET", name, "_design", "v", "_view", "n").json();
    all.put("view", view.path("rows").toString());
    return all;
  }

  private ShardPlanner plans() {
    return ShardPlanner.of(ClusterLayout.of(couch)).only(List.of(name)).deletingFiles();
  }

  private void apply(Plan plan) {
    assertThat(plan.isEmpty()).isFalse();
    try (Journal journal = Journal.in(folder)) {
      plan.carriedOutBy(Cluster.of(couch).plans().steps()).apply(journal).await();
    }
  }

  private List<Finding> findings() {
    return ClusterLayout.of(couch).findings().stream()
        .filter(finding -> LayoutProblem.isOf(name, finding))
        .toList();
  }

  @Test
  void drainedAndMultipliedAndReducedItIsTheSame() {
    Map<String, String> before = all();
    String node = ShardMap.of(couch.database(name)).nodes().get(0);
    apply(plans().drain(node));
    assertThat(ShardMap.of(couch.database(name)).nodes()).doesNotContain(node);
    assertThat(all()).isEqualTo(before);
    apply(plans().replicas(2));
    assertThat(all()).isEqualTo(before);
    apply(plans().replicas(1));
    assertThat(all()).isEqualTo(before);
    assertThat(findings()).isEmpty();
  }

  @Test
  void cutAtAnyMarkItIsResumed() {
    Map<String, String> before = all();
    for (int cut = 1; cut <= 15; cut += 7) {
      Plan plan = plans().drain(ShardMap.of(couch.database(name)).nodes().get(0));
      cut(plan, cut);
      assertThat(all()).as("cut at mark %d", cut).isEqualTo(before);
      try (Journal journal = Journal.in(folder)) {
        journal.resume(Cluster.of(couch).plans().steps()).await();
      }
      assertThat(all()).as("resumed after a cut at mark %d", cut).isEqualTo(before);
      assertThat(findings()).isEmpty();
    }
  }

  @Test
  void cutBeforeAnythingLeftItIsRolledBack() {
    Map<String, String> before = all();
    ShardMap map = ShardMap.of(couch.database(name));
    for (int cut = 1; cut <= 9; cut += 4) {
      cut(plans().drain(map.nodes().get(0)), cut);
      try (Journal journal = Journal.in(folder)) {
        journal.rollBack(Cluster.of(couch).plans().steps()).await();
      }
      assertThat(ShardMap.of(couch.database(name))).as("cut at %d", cut).isEqualTo(map);
      assertThat(all()).isEqualTo(before);
    }
  }

  private void cut(Plan plan, int at) {
    StepHandlers cut = Cluster.of(couch).plans().steps().around(handler -> new Cut(handler, at));
    try (Journal journal = Journal.in(folder)) {
      assertThatThrownBy(() -> plan.carriedOutBy(cut).apply(journal).await()).hasMessage("cut");
    }
  }

  /** Ends a run at its nth mark, after it is on disk, as a killed process would. */
  private record Cut(StepHandler<Step> handler, int at) implements StepHandler<Step> {
    @Override
    public void run(Step step, Marks marks, WorkContext context) throws Exception {
      handler.run(step, new CutMarks(marks, at), context);
    }

    @Override
    public void rollBack(Step step, Marks marks, WorkContext context) throws Exception {
      handler.rollBack(step, marks, context);
    }
  }

  private static final class CutMarks implements Marks {
    private final Marks marks;
    private int left;

    CutMarks(Marks marks, int left) {
      this.marks = marks;
      this.left = left;
    }

    @Override
    public Map<String, String> all() {
      return marks.all();
    }

    @Override
    public synchronized void put(String name, String value) {
      if (left == 0) {
        throw new IllegalStateException("cut");
      }
      marks.put(name, value);
      if (--left == 0) {
        throw new IllegalStateException("cut");
      }
    }
  }
}
