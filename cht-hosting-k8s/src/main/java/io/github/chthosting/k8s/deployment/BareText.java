package io.github.chthosting.k8s.deployment;

import java.util.regex.Pattern;

/**
 * Text that a chart prints without quotes. What is no plain text in YAML 1.1, which Helm reads, is
 * taken for something else there: {@code 12345678} and {@code 73e19} for numbers, {@code yes} for a
 * truth value.
 */
final class BareText {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./%]([A-Za-z0-9_./%+=,:@~-]*)");
  private static final Pattern OTHERWISE =
      Pattern.compile(
          "(?i)y|yes|n|no|true|false|on|off|null|~"
              + "|[-+]?[0-9][0-9_]*(\\.[0-9_]*)?(e[-+]?[0-9]+)?|[-+]?\\.[0-9_]+(e[-+]?[0-9]+)?"
              + "|0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[-+]?\\.(inf|nan)"
              + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?");

  private BareText() {}

  /** Returns whether a chart can print it without quotes. */
  static boolean isSafe(String text) {
    return PLAIN.matcher(text).matches()
        && !OTHERWISE.matcher(text).matches()
        && !text.endsWith(":");
  }
}
