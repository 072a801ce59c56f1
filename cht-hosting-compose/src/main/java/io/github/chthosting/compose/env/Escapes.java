package io.github.chthosting.compose.env;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes within double quotes. What is none stays as it is written, its backslash included. */
final class Escapes {
  private static final Pattern ESCAPE = Pattern.compile("\\\\(?:[abcfnrtv$\"\\\\]|0[0-9]{0,3})");
  private static final String NAMED = "abfnrtv\"\\";
  private static final String MEANT = "\u0007\b\f\n\r\t\u000B\"\\";

  private Escapes() {}

  /** Resolves all but a dollar's: that one becomes two, which the interpolation makes one of. */
  static String resolve(String text) {
    return ESCAPE.matcher(text).replaceAll(match -> Matcher.quoteReplacement(resolve(match)));
  }

  private static String resolve(MatchResult match) {
    String escape = match.group();
    char first = escape.charAt(1);
    int named = NAMED.indexOf(first);
    if (first == '$') {
      return "$$";
    }
    if (named >= 0) {
      return MEANT.substring(named, named + 1);
    }
    if (first == 'c') {
      return escape;
    }
    // An octal number without its three digits, or beyond a byte, loses its leading 0 only.
    return escape.matches("\\\\0[0-3][0-7]{2}")
        ? String.valueOf((char) Integer.parseInt(escape.substring(2), 8))
        : "\\" + escape.substring(2);
  }
}
