package io.github.chthosting.couchdb.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AncestryTest {
  private static Ancestry of(String json) throws Exception {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    return Ancestry.of(bytes, 0, bytes.length);
  }

  @Test
  void aLeafReplacesWhatIsInItsHistory() throws Exception {
    Ancestry leaf =
        of(
            "{\"_id\":\"x\",\"_rev\":\"4-d\",\"_revisions\":{\"start\":4,\"ids\":[\"d\",\"c\",\"b\"]}}");

    assertThat(leaf.replaces("4-d")).isTrue();
    assertThat(leaf.replaces("3-c")).isTrue();
    assertThat(leaf.replaces("3-x")).isFalse();
    assertThat(leaf.replaces("5-e")).isFalse();
    // Older than what it remembers: it may have, and nothing else can be known.
    assertThat(leaf.replaces("1-a")).isTrue();
  }

  @Test
  void aLeafWithoutHistoryReplacesItself() throws Exception {
    Ancestry leaf = of("{\"_id\":\"x\",\"_rev\":\"1-a\"}");

    assertThat(leaf.replaces("1-a")).isTrue();
    assertThat(leaf.replaces("nonsense")).isFalse();
  }
}
