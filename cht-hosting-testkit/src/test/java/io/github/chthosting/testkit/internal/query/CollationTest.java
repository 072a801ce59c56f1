package io.github.chthosting.testkit.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.testkit.internal.store.JsonText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Orders are answers of a view of Apache CouchDB 3.5.0. */
class CollationTest {
  private static final List<String> STRINGS =
      List.of(
          "", "\u0001", "\u001f", "\t", "\n", "\u000b", "\f", "\r", " ", "_", "_a", "-", "-a", ",",
          ";", ":", "!", "?", ".", "'", "\"", "(", ")", "[", "]", "{", "}", "@", "*", "/", "\\",
          "&", "#", "%", "`", "^", "+", "<", "=", ">", "|", "~", "😀", "$", "£", "€", "0", "1",
          "10", "2", "3", "٣", "4", "9", "a", "A", "á", "ä", "Ä", "a b", "a_b", "a-b", "aa", "aA",
          "Aa", "ab", "aB", "Ab", "AB", "ae", "aé", "æ", "b", "B", "co-op", "CO-OP", "coop", "e",
          "E", "é", "É", "n", "N", "ñ", "o", "O", "ø", "p", "s", "S", "ss", "ß", "t", "z", "Z", "α",
          "а", "я", "Я", "中", "日");
  private static final String VALUES =
      "[null,false,true,-2,1,1.5,\"x\",[],[null],[1],[1,2],{},{\"a\":1},{\"a\":1,\"b\":1},{\"a\":2},"
          + "{\"b\":1},{\"b\":2,\"a\":1}]";

  @Test
  void strings() {
    List<String> shuffled = new ArrayList<>(STRINGS);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.sort(UnicodeOrder::compare);
    assertThat(shuffled).isEqualTo(STRINGS);
  }

  @Test
  void values() {
    List<JsonNode> expected = new ArrayList<>();
    JsonText.parse(VALUES).forEach(expected::add);
    List<JsonNode> shuffled = new ArrayList<>(expected);
    Collections.shuffle(shuffled, new Random(7));
    shuffled.sort(Collation.ORDER);
    assertThat(shuffled).isEqualTo(expected);
  }
}
