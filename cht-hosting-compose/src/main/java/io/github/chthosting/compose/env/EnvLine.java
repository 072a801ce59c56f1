package io.github.chthosting.compose.env;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A setting, or a line that is none.
 *
 * @param text as it stands in the file, without its line break; several lines if quotes hold them
 * @param name empty for comments and blank lines
 * @param raw the value between its quotes, escapes resolved unless variables are
 * @param interpolated whether variables within are replaced
 */
record EnvLine(String text, String name, String raw, boolean interpolated) {

  static EnvLine other(String text) {
    return new EnvLine(text, "", "", false);
  }

  /** A setting, quoted as its value needs. */
  static EnvLine of(String name, String value) {
    return new EnvLine(name + "=" + quoted(value), name, value, false);
  }

  boolean isSetting() {
    return !name.isEmpty();
  }

  String value(Function<String, @Nullable String> values) {
    return interpolated ? Interpolation.apply(raw, values) : raw;
  }

  private static String quoted(String value) {
    if (value.matches("[A-Za-z0-9_./:@%+,=~-]*")) {
      return value;
    }
    // Within single quotes nothing means anything, but a quote and what stands before it.
    if (value.indexOf('\'') < 0 && value.indexOf('\\') < 0) {
      return "'" + value + "'";
    }
    return '"'
        + value
            .replace("\\", "\\\\")
            .replace("\"", "\\\"")
            .replace("$", "\\$")
            .replace("\n", "\\n")
            .replace("\r", "\\r")
        + '"';
  }
}
