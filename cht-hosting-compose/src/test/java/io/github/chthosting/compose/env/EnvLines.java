package io.github.chthosting.compose.env;

import java.util.List;
import java.util.Random;

/** Settings as hands, editors and shells write them, and as nobody does: made by chance. */
final class EnvLines {
  /** Settings to which the generated ones refer. */
  static final String HEAD = "A=alpha\nEMPTY=\n";

  private static final List<String> BEFORE =
      List.of(
          "",
          "",
          "",
          "",
          "",
          " ",
          "\t",
          "export ",
          "export\t",
          " export  ",
          "# c\n",
          "\n",
          "# it's\n");
  private static final List<String> SIGNS =
      List.of(
          "=",
          "=",
          "=",
          "=",
          "= ",
          " = ",
          ":",
          ": ",
          "\t=\t",
          "=\u00A0",
          "=\u2003",
          "=\r",
          " :\u000B");
  private static final List<String> PIECES =
      List.of(
          "x",
          "Kampala-2026",
          "0",
          "é",
          "✓",
          "😀",
          "K",
          "\uFEFF",
          "\u200B", //
          "#",
          " #",
          "\t#",
          "##",
          " # c",
          " ",
          "\t",
          "\u00A0",
          "\u2003",
          "\u0085",
          "\r",
          "\f",
          "\u000B", //
          "'",
          "\"",
          "\\",
          "\\\\",
          "\\n",
          "\\t",
          "\\r",
          "\\a",
          "\\c",
          "\\x",
          "\\\"",
          "\\'",
          "\\$", //
          "\\0",
          "\\0101",
          "\\0377",
          "\\0477",
          "\\0189",
          "\\012", //
          "$",
          "$$",
          "$A",
          "$NONE",
          "$1",
          "${A}",
          "${EMPTY}",
          "${NONE}",
          "$a_1",
          "$HOME", //
          "${NONE:-d}",
          "${NONE-d e}",
          "${EMPTY:-d}",
          "${EMPTY-d}",
          "${A:+o}",
          "${NONE+o}",
          "${A:?m}", //
          "${NONE:-${A}}",
          "${NONE:-${NONE:-deep}}",
          "${NONE:-{}",
          "${NONE:-{}}",
          "${A:-x$$y}", //
          "${ſ-s}",
          "${NONE:-a b#c}",
          "${NONE:-'q'}",
          "{",
          "}",
          ":",
          "=",
          "-",
          "[",
          "]",
          "b=c",
          "`",
          "!",
          "%",
          "&",
          "<",
          ",",
          ";",
          "|",
          "~");
  private static final List<String> RARE =
      List.of("${", "${NONE:-{", "${NONE:?m}", "${A:-", "${A.b}", "${NONE:-${}}", "${A:-${NONE?}}");
  private static final List<String> AFTER =
      List.of(
          "",
          "",
          "",
          "",
          " ",
          "\t",
          "\r",
          " # c",
          "#c",
          "\t#c",
          "\r\n",
          "other",
          " other=o",
          "other='o'",
          " \u00A0# c");

  private final Random random;

  EnvLines(long seed) {
    random = new Random(seed);
  }

  /** A setting of this name, with a line's end. */
  String setting(String name) {
    return (chance(300) ? "é! " : of(BEFORE)) + name + of(SIGNS) + value() + "\n";
  }

  private String value() {
    int kind = random.nextInt(10);
    if (kind < 6) {
      return template();
    }
    String quote = kind < 8 ? "\"" : "'";
    String inside = template() + (chance(5) ? "\nline" : "") + (chance(9) ? "\r\nline" : "");
    String closed = quote + inside.replace(quote, chance(3) ? "" : "\\" + quote) + quote;
    return closed + of(AFTER);
  }

  /** A text with variables in it. */
  String template() {
    StringBuilder text = new StringBuilder();
    for (int pieces = random.nextInt(6); pieces > 0; pieces--) {
      text.append(chance(150) ? of(RARE) : of(PIECES));
    }
    return text.toString();
  }

  private boolean chance(int oneIn) {
    return random.nextInt(oneIn) == 0;
  }

  private String of(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
