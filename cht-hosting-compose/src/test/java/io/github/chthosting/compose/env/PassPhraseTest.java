package io.github.chthosting.compose.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PassPhraseTest {

  @Test
  void isSevenWordsOfLettersThatNoUrlOrShellMinds() {
    for (int i = 0; i < 200; i++) {
      String phrase = String.valueOf(PassPhrase.words().reveal());
      assertThat(phrase).matches("[a-z]+(-[a-z]+){6,}");
    }
  }

  @Test
  void noTwoAreAlike() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 200; i++) {
      assertThat(seen.add(String.valueOf(PassPhrase.words().reveal()))).isTrue();
      assertThat(PassPhrase.uuid()).matches("[0-9a-f]{32}");
      assertThat(seen.add(PassPhrase.uuid())).isTrue();
    }
  }
}
