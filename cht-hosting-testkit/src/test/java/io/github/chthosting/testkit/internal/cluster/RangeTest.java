package io.github.chthosting.testkit.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class RangeTest {
  @Test
  void splitsTheSpaceAsCouchDbDoes() {
    assertThat(Range.split(3).stream().map(Range::toString))
        .containsExactly("00000000-55555554", "55555555-aaaaaaa9", "aaaaaaaa-ffffffff");
    assertThat(Range.split(8).get(0)).hasToString("00000000-1fffffff");
    assertThat(Range.split(1)).containsExactly(Range.parse("00000000-ffffffff"));
  }

  @Test
  void hashesIdsAsCouchDbDoes() {
    // a, b and c of a database with q=3 on CouchDB 3.5.0
    List<Range> ranges = Range.split(3);
    assertThat(ranges.get(2).contains(Range.hash("a"))).isTrue();
    assertThat(ranges.get(1).contains(Range.hash("b"))).isTrue();
    assertThat(ranges.get(0).contains(Range.hash("c"))).isTrue();
  }

  @Test
  void refusesWhatIsNoRange() {
    assertThatIllegalArgumentException().isThrownBy(() -> Range.parse("00000000-1fffffffx"));
    assertThatIllegalArgumentException().isThrownBy(() -> Range.parse("20000000-1fffffff"));
  }

  @Test
  void coversTheSpaceByTheLargestRangesThatFit() {
    List<Range> halves = Range.split(2);
    List<Range> quarters = Range.split(4);
    List<Range> mixed = List.of(halves.get(0), quarters.get(0), quarters.get(2), quarters.get(3));
    assertThat(Ring.cover(mixed)).containsExactly(halves.get(0), quarters.get(2), quarters.get(3));
    assertThat(Ring.cover(List.of(halves.get(0), quarters.get(3)))).isEmpty();
  }
}
