package io.github.chthosting.compose.env;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Settings that are hard to read, and the values that Compose gives to them. */
final class EnvSamples {
  /** Settings as they may be written by hand; EnvDockerIT asks the real Compose for the same. */
  static final String BY_HAND =
      """
      # the clinic's own
      A=plain
      B="dq $A \\$A \\"x\\" \\\\ # no"
      C='sq $A # no'
      D=un $A # comment
      export E=e
      F: colon
      G=a#b
      H="multi
      line"
      I=
      J=${NOPE:-def}
      K="tab\\tend\\nnl"
      L=  spaced \s
      M="x" # c
      N=it's
      O='a\\'b'
      Q=$$x
      R=a\\nb
      S="a\\xb"

      U=back\\slash
      """;

  /** The values that Compose 2.26.1 gave to them. */
  static final Map<String, String> MEANT =
      Map.ofEntries(
          Map.entry("A", "plain"),
          Map.entry("B", "dq plain $A \"x\" \\ # no"),
          Map.entry("C", "sq $A # no"),
          Map.entry("D", "un plain"),
          Map.entry("E", "e"),
          Map.entry("F", "colon"),
          Map.entry("G", "a#b"),
          Map.entry("H", "multi\nline"),
          Map.entry("I", ""),
          Map.entry("J", "def"),
          Map.entry("K", "tab\tend\nnl"),
          Map.entry("L", "spaced"),
          Map.entry("M", "x"),
          Map.entry("N", "it's"),
          Map.entry("O", "a'b"),
          Map.entry("Q", "$x"),
          Map.entry("R", "a\\nb"),
          Map.entry("S", "a\\xb"),
          Map.entry("U", "back\\slash"));

  static final byte[] LATIN_1 = "# clé\nP=x\n".getBytes(StandardCharsets.ISO_8859_1);

  static final List<String> HARD_VALUES =
      List.of(
          "",
          "plain",
          "two words",
          " leading",
          "trailing ",
          "a#b",
          "a #b",
          "#a",
          "$HOME",
          "${X}",
          "$$",
          "it's",
          "say \"x\"",
          "'both\"",
          "back\\slash",
          "end\\",
          "'\\",
          "\\'",
          "two\nlines",
          "'two'\nlines",
          "tab\there",
          "two\r\nlines",
          "\u00A0x\u2003",
          "\u0007\b",
          "a=b",
          "a: b",
          "ünïcode ✓",
          "`id`",
          "!x",
          "%d",
          "'$x\\n'");

  private EnvSamples() {}
}
