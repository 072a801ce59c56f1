package io.github.chthosting.couchdb.internal.shards;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.Credentials;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.DatabaseOptions;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Two files that should be the same, and what is found where they are not. */
class ComparisonTest {
  private static final int DOCUMENTS = 50;
  private static final String A = rev('a');
  private static final String B = rev('b');

  private final EmbeddedCouchDb server = EmbeddedCouchDb.builder().start();
  private final CouchDb couch =
      CouchDb.builder(server.uris()).credentials(Credentials.basic("admin", "password")).build();
  private final Wire wire = Wire.of(couch);

  @BeforeEach
  void twoFilesOfTheSame() {
    for (String name : List.of("left", "right")) {
      couch.database(name).create(DatabaseOptions.defaults().q(1));
      for (int i = 0; i < DOCUMENTS; i++) {
        write(name, "d" + i, A);
      }
      write(name, "d7", B);
    }
  }

  @AfterEach
  void stop() {
    couch.close();
    server.close();
  }

  private static String rev(char digit) {
    return "1-" + String.valueOf(digit).repeat(32);
  }

  private void write(String database, String id, String rev) {
    Object body = Map.of("new_edits", false, "docs", List.of(Map.of("_id", id, "_rev", rev)));
    wire.run(wire.post(List.of(database, "_bulk_docs"), body));
  }

  private ShardFile file(String database) {
    MapDocument map =
        new MapDocument(
            (ObjectNode) wire.json(Call.of("GET", "_node", "_local", "_dbs", database)));
    String range = map.ranges().firstKey();
    return new ShardFile(wire, map.ranges().get(range).first(), map.file(range));
  }

  /**
   * A comparison as a first pass leaves it, which read {@code left} and wrote it to {@code right}.
   */
  private Comparison copied() {
    ShardFile.Info before = file("left").requireInfo();
    PartSums sums = new PartSums();
    long sequence;
    try (Feed feed = Feed.of(file("left"), 0, false)) {
      for (FeedRow row = feed.next(); row != null; row = feed.next()) {
        sums.add(row);
      }
      sequence = feed.lastSequence();
    }
    Comparison comparison = new Comparison(file("left"), file("right"));
    comparison.copied(sums, before, sequence);
    return comparison;
  }

  private long rowsReadBy(Runnable work) {
    int before = server.requests().size();
    work.run();
    return server.requests().stream()
        .skip(before)
        .filter(request -> request.path().endsWith("/_changes"))
        .filter(request -> request.toString().contains("since=0"))
        .count();
  }

  @Test
  void afterACopyThatArrivedOnlyWhatChangedSinceIsLookedAt() {
    Comparison comparison = copied();
    write("left", "d1", B);
    write("right", "d2", B);
    AtomicReference<Comparison.Difference> found = new AtomicReference<>();
    assertThat(rowsReadBy(() -> found.set(comparison.run()))).isZero();
    assertThat(found.get().notInRight()).isEqualTo(Map.of("d1", List.of(B)));
    assertThat(found.get().notInLeft()).isEqualTo(Map.of("d2", List.of(B)));
  }

  @Test
  void whatIsNotSettledIsFoundAgain() {
    Comparison comparison = copied();
    write("left", "d1", B);
    assertThat(comparison.run().notInRight()).containsOnlyKeys("d1");
    assertThat(comparison.run().notInRight()).containsOnlyKeys("d1");
    write("right", "d1", B);
    comparison.settled();
    write("left", "d2", B);
    assertThat(comparison.run().notInRight()).containsOnlyKeys("d2");
    assertThat(comparison.run().notInLeft()).isEmpty();
  }

  @Test
  void aCopyOfWhichSomethingDidNotArriveIsComparedWhole() {
    file("right").purge(Map.of("d9", List.of(A)));
    Comparison comparison = copied();
    assertThat(comparison.run().notInRight()).isEqualTo(Map.of("d9", List.of(A)));
    write("right", "d9", A);
    assertThat(comparison.run().isNone()).isTrue();
  }

  /** A purge leaves no row, so that only reading everything again shows it. */
  @Test
  void afterAPurgeAllIsReadAgain() {
    Comparison comparison = copied();
    assertThat(comparison.run().isNone()).isTrue();
    file("right").purge(Map.of("d3", List.of(A)));
    assertThat(comparison.run().notInRight()).isEqualTo(Map.of("d3", List.of(A)));
    file("left").purge(Map.of("d3", List.of(A), "d4", List.of(A)));
    assertThat(comparison.run().notInLeft()).isEqualTo(Map.of("d4", List.of(A)));
  }

  @Test
  void anotherFileOfTheSameNameIsComparedWhole() {
    Comparison comparison = copied();
    assertThat(comparison.run().isNone()).isTrue();
    file("right").delete();
    file("right").create();
    for (int i = 0; i < 2 * DOCUMENTS; i++) {
      write("right", "other" + i, A);
    }
    Comparison.Difference found = comparison.run();
    assertThat(found.notInRight()).hasSize(DOCUMENTS);
    assertThat(found.notInLeft()).hasSize(2 * DOCUMENTS);
  }

  @Test
  void aLeafOfAConflictCounts() {
    assertThat(copied().run().isNone()).isTrue();
    file("right").purge(Map.of("d7", List.of(B)));
    assertThat(new Comparison(file("left"), file("right")).run().notInRight())
        .isEqualTo(Map.of("d7", List.of(B)));
  }
}
