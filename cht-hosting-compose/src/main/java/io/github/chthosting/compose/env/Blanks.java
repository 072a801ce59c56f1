package io.github.chthosting.compose.env;

/** The three notions of white space that Compose has of an {@code .env}. */
final class Blanks {
  private Blanks() {}

  /** Tells whether a character is a blank within a line. */
  static boolean isBlank(int c) {
    return c == '\t' || c == 0x0B || c == '\f' || c == '\r' || c == ' ' || c == 0x85 || c == 0xA0;
  }

  /** Unicode's White_Space. */
  static boolean isSpace(int c) {
    return c == '\n'
        || isBlank(c)
        || c == 0x1680
        || (c >= 0x2000 && c <= 0x200A)
        || c == 0x2028
        || c == 0x2029
        || c == 0x202F
        || c == 0x205F
        || c == 0x3000;
  }

  /** Returns whether this place of a text has what a regular expression's {@code \s} takes. */
  static boolean isAscii(String text, int index) {
    return index < text.length() && " \t\n\f\r".indexOf(text.charAt(index)) >= 0;
  }

  static String stripEnd(String text) {
    int end = text.length();
    while (end > 0 && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end);
  }
}
