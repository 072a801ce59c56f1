package io.github.chthosting.compose.internal.upgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The differences of two texts, without what nobody may see. */
class LineDiffTest {
  @Test
  void onlyWhatDiffersInItsOrder() {
    assertThat(LineDiff.of("a\nb\nc\nd\n", "a\nx\nc\nd\ne\n")).containsExactly("- b", "+ x", "+ e");
    assertThat(LineDiff.of("a\n", "a\n")).isEmpty();
    assertThat(LineDiff.of("", "a\n")).containsExactly("+ a");
  }

  @Test
  void secretsThatSomebodyWroteThereStayUnseen() {
    List<String> lines =
        LineDiff.of(
            "  - COUCHDB_PASSWORD=hunter2\n  - URL=http://medic:hunter2@haproxy:5984/medic\n",
            "  - COUCHDB_PASSWORD=${COUCHDB_PASSWORD}\n  - URL=http://${USER}:${PW}@haproxy/medic\n");
    assertThat(String.join("\n", lines)).doesNotContain("hunter2");
    assertThat(lines)
        .contains("- (a line with a secret)", "+   - COUCHDB_PASSWORD=${COUCHDB_PASSWORD}");
  }

  @Test
  void longOnesAreCut() {
    List<String> lines = LineDiff.of("", "x\n".repeat(100));
    assertThat(lines).hasSize(41).last().isEqualTo("... and 60 lines more");
  }
}
