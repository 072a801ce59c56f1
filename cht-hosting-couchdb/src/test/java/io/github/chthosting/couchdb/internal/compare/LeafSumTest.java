package io.github.chthosting.couchdb.internal.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.shards.ShardRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeafSumTest {
  private static LeafSum sum(String... rows) throws IOException {
    return sums(new ShardRange(0, ShardRange.HIGHEST), rows).sum(0);
  }

  private static RangeSums sums(ShardRange range, String... rows) throws IOException {
    RangeSums sum = new RangeSums(List.of(range), false);
    for (String row : rows) {
      ChangesRow parsed = new ChangesRow();
      byte[] bytes = row.getBytes(StandardCharsets.UTF_8);
      assertThat(parsed.parse(bytes, 0, bytes.length)).isEqualTo(bytes.length);
      sum.add(parsed);
    }
    return sum;
  }

  private static String row(String id, String... revisions) {
    StringBuilder changes = new StringBuilder();
    for (String revision : revisions) {
      changes.append(changes.isEmpty() ? "" : ",").append("{\"rev\":\"" + revision + "\"}");
    }
    return "{\"seq\":null,\"id\":\"" + id + "\",\"changes\":[" + changes + "]}";
  }

  @Test
  void isTheSameInAnyOrder() throws IOException {
    LeafSum one = sum(row("a", "1-a", "1-b"), row("b", "2-c"));
    assertThat(one.isSame(sum(row("b", "2-c"), row("a", "1-b", "1-a")))).isTrue();
    assertThat(one.counts()).isEqualTo(new Counts(2, 0, 3, 0));
  }

  @Test
  void isTheSameHoweverAnIdIsEscaped() throws IOException {
    assertThat(sum(row("a\\u002fé", "1-a")).isSame(sum(row("a/é", "1-a")))).isTrue();
    assertThat(sum(row("a\\/b", "1-a")).isSame(sum(row("a/b", "1-a")))).isTrue();
  }

  @Test
  void differsByIdRevisionDeletionAndNumber() throws IOException {
    LeafSum one = sum(row("a", "1-a"));
    assertThat(one.isSame(sum(row("b", "1-a")))).isFalse();
    assertThat(one.isSame(sum(row("a", "1-b")))).isFalse();
    assertThat(one.isSame(sum(row("a1", "-a")))).isFalse();
    assertThat(one.isSame(sum())).isFalse();
    assertThat(one.isSame(sum(row("a", "1-a").replace("}]}", "}],\"deleted\":true}")))).isFalse();
    assertThat(sum(row("a", "1-a"), row("b", "1-b")).isSame(sum(row("a", "1-b"), row("b", "1-a"))))
        .isFalse();
  }

  @Test
  void countsDesignDocumentsAndDeletions() throws IOException {
    String deleted = row("_design/x", "2-a").replace("}]}", "}],\"deleted\":true}");
    assertThat(sum(deleted, row("_design/y", "1-a"), row("_design/", "1-a")).counts())
        .isEqualTo(new Counts(2, 1, 3, 1));
  }
}
