package io.github.chthosting.compose.env;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A place within a text where a variable stands.
 *
 * @param start its dollar
 * @param end behind it
 * @param operator {@code -}, {@code ?} or {@code +}, with a colon before it if an empty value is as
 *     none; empty if there is no operator
 * @param operand what follows the operator; it may hold variables
 */
record Variable(int start, int end, String name, String operator, String operand) {
  private static final char LONG_S = '\u017F';
  private static final char KELVIN = '\u212A';

  /**
   * Reads the one that starts at a dollar.
   *
   * @return null if that is none, and stays what it is
   * @throws TemplateException if a brace is not followed by a variable, or not closed on its line
   */
  static @Nullable Variable at(String text, int dollar) {
    boolean braced = text.startsWith("{", dollar + 1);
    int from = braced ? dollar + 2 : dollar + 1;
    int to = endOfName(text, from);
    String name = text.substring(from, to);
    if (!braced) {
      return to == from ? null : new Variable(dollar, to, name, "", "");
    }
    if (to > from && text.startsWith("}", to)) {
      return new Variable(dollar, to + 1, name, "", "");
    }
    return withOperator(text, dollar, name, to);
  }

  private static Variable withOperator(String text, int dollar, String name, int at) {
    int sign = text.startsWith(":", at) ? at + 1 : at;
    int line = text.indexOf('\n', dollar);
    int last = text.lastIndexOf('}', line < 0 ? text.length() : line);
    boolean signed = sign < text.length() && "-?+".indexOf(text.charAt(sign)) >= 0;
    if (name.isEmpty() || !signed || last <= sign) {
      throw new TemplateException(
          "has a '${' that begins no variable; Compose takes '$$' for a dollar");
    }
    int end = closing(text, dollar, last);
    String operand = text.substring(sign + 1, end);
    return new Variable(dollar, end + 1, name, text.substring(at, sign + 1), operand);
  }

  /**
   * Returns the brace that closes the first one, or the last of the line if they are not in
   * balance. As Compose counts: what follows an opening brace is not looked at.
   */
  private static int closing(String text, int dollar, int last) {
    int open = 0;
    for (int i = dollar; i <= last; i++) {
      if (text.charAt(i) == '{') {
        open++;
        i++;
      } else if (text.charAt(i) == '}') {
        open--;
        if (open == 0) {
          return i;
        }
      }
    }
    return last;
  }

  private static int endOfName(String text, int from) {
    int end = from;
    while (end < text.length() && isOfName(text.charAt(end), end > from)) {
      end++;
    }
    return end;
  }

  /** Compose's pattern ignores case, and so takes two letters for a k and an s. */
  private static boolean isOfName(char c, boolean digits) {
    return (c >= 'A' && c <= 'Z')
        || (c >= 'a' && c <= 'z')
        || c == '_'
        || c == LONG_S
        || c == KELVIN
        || (digits && c >= '0' && c <= '9');
  }

  boolean isThere(Function<String, @Nullable String> values) {
    String value = values.apply(name);
    return value != null && !(operator.startsWith(":") && value.isEmpty());
  }
}
