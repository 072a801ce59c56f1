package io.github.chthosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.ChtVersion.Kind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChtVersionTest {

  @ParameterizedTest
  @CsvSource({
    "5.0.2, RELEASE",
    "4.21.1, RELEASE",
    "5.1.0-beta.1, PRE_RELEASE",
    "5.1.0-alpha.12345, PRE_RELEASE",
    "4.5.0-rc.2, PRE_RELEASE",
    "5.1.2-FR-faster, FEATURE_RELEASE",
    "5.1.2-FR-faster.77, FEATURE_RELEASE",
    "5.2.0-9617-fix.1234, BRANCH",
    "master, BRANCH",
    "9617-stuck-upgrade, BRANCH",
    "someone/feature_x, BRANCH"
  })
  void tellsWhatItIs(String text, Kind kind) {
    assertThat(ChtVersion.of(text).kind()).isEqualTo(kind);
    assertThat(ChtVersion.of(text)).hasToString(text).isEqualTo(ChtVersion.of(text));
  }

  @Test
  void isOrderedByNumberThenByWhatWasBuiltFirst() {
    List<ChtVersion> ordered =
        List.of(
                "3.17.0",
                "4.2.0",
                "4.10.0",
                "5.0.0-alpha.9",
                "5.0.0-alpha.10",
                "5.0.0-alpha.10.1",
                "5.0.0-beta",
                "5.0.0",
                "5.0.0-FR-a",
                "5.0.1",
                "master")
            .stream()
            .map(ChtVersion::of)
            .toList();
    for (int seed = 0; seed < 20; seed++) {
      List<ChtVersion> shuffled = new ArrayList<>(ordered);
      Collections.shuffle(shuffled, new Random(seed));
      Collections.sort(shuffled);
      assertThat(shuffled).isEqualTo(ordered);
    }
  }

  @Test
  void equalOnesCompareAsSuchAndOthersNever() {
    assertThat(ChtVersion.of("5.0.0")).isEqualByComparingTo(ChtVersion.of("5.0.0"));
    assertThat(ChtVersion.of("5.0.0-beta.1"))
        .isNotEqualByComparingTo(ChtVersion.of("5.0.0-beta.01"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "5.0", "v5.0", "5.0.x", "5.0.0.1"})
  void incompleteNumbersAreNoBranches(String text) {
    assertThatThrownBy(() -> ChtVersion.of(text))
        .hasMessage("'" + text + "' is not a version: releases have three numbers, such as 5.0.2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "-x", "../x", "a..b", "a/", "x?y", "x#y", "ä"})
  void noBranchHasSuchAName(String text) {
    assertThatThrownBy(() -> ChtVersion.of(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "'%s' is not a version: neither a release, such as 5.0.2, nor a branch's name", text);
  }

  @Test
  void knowsWhatCameWithANumber() {
    assertThat(ChtVersion.of("5.0.0-alpha.1").isAtLeast(5, 0)).isTrue();
    assertThat(ChtVersion.of("4.21.1").isAtLeast(5, 0)).isFalse();
    assertThat(ChtVersion.of("4.10.0").isAtLeast(4, 5)).isTrue();
    assertThat(ChtVersion.of("master").isAtLeast(5, 0)).isTrue();
    assertThat(ChtVersion.of("master").major()).isEqualTo(-1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "3.17.0|3.17.0 cannot be hosted: 4.0.0 is the oldest; migrate a 3.x to 4.x with its data",
        "6.0.0|6.0.0 cannot be hosted: this library knows 4.x and 5.x",
      })
  void saysWhyItCannotBeHosted(String text, String reason) {
    assertThat(ChtVersion.of(text).unsupported()).contains(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"4.0.0", "5.2.0", "5.2.0-beta.1", "master"})
  void othersCanBeHosted(String text) {
    assertThat(ChtVersion.of(text).unsupported()).isEmpty();
  }
}
