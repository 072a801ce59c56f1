package io.github.chthosting.testkit.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedSequenceTest {
  /** A sequence that CouchDB 3.5.0 gave for a database with q=2 and n=3. */
  private static final String REAL =
      "6-g1AAAACHeJzLYWBgYMpgTmHgyTN0MDQy1zMAQsMckGgeC5BkaABS_4EgK4M5kTkXKMBuaWmRlGaehKYFuxmJDEn1"
          + "KJpNU0xN08wN0NRmAQAMsh9v";

  @Test
  void readsWhatCouchDbWrote() {
    PackedSequence sequence = PackedSequence.parse(REAL);
    assertThat(sequence.parts()).extracting(PackedSequence.Part::node).containsOnly("n1@127.0.0.1");
    assertThat(sequence.parts())
        .extracting(part -> part.range().toString())
        .containsExactlyInAnyOrder("00000000-7fffffff", "80000000-ffffffff");
    assertThat(sequence.parts().stream().mapToLong(PackedSequence.Part::sequence).sum())
        .isEqualTo(6);
    assertThat(sequence.parts()).allSatisfy(part -> assertThat(part.uuid()).hasSize(7));
  }

  @Test
  void readsWithAndWithoutQuotesAndNumber() {
    PackedSequence whole = PackedSequence.parse(REAL);
    assertThat(PackedSequence.parse('"' + REAL + '"')).isEqualTo(whole);
    assertThat(PackedSequence.parse(REAL.substring(2))).isEqualTo(whole);
  }

  @Test
  void writesWhatItReads() {
    PackedSequence.Part moved =
        PackedSequence.Part.of("couchdb@a", Range.parse("00000000-7fffffff"), 1L << 40, "0123abc");
    PackedSequence.Part split =
        new PackedSequence.Part(
            "couchdb@b", Range.parse("80000000-ffffffff"), 7, "89abcde", true, "couchdb@c");
    PackedSequence.Part bare =
        new PackedSequence.Part("n@é", Range.parse("00000000-000000ff"), 70_000, null, false, null);
    PackedSequence sequence = new PackedSequence(List.of(moved, split, bare));
    String text = sequence.toString();
    assertThat(text).startsWith(((1L << 40) + 70_000) + "-g1AAAA");
    assertThat(PackedSequence.parse(text)).isEqualTo(sequence);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "foo", "1-foo", "5", "1-g1AAAA", "null", "-1", "1-gwA", "1-g2EB"})
  void refusesWhatIsNone(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> PackedSequence.parse(text));
  }
}
