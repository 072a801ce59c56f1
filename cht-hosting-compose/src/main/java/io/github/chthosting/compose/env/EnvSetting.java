package io.github.chthosting.compose.env;

/**
 * A setting within the text of an {@code .env}.
 *
 * @param start where it begins in the text, {@code export} included
 * @param end behind the last character of its value, closing quote included
 * @param value as it is used, variables replaced
 */
record EnvSetting(int start, int end, String name, String value) {

  /**
   * Returns the text of a setting.
   *
   * @param alone whether nothing follows on its line; what follows a bare value becomes a part of
   *     it
   */
  static String text(String name, String value, boolean alone) {
    boolean bare = alone && value.matches("[A-Za-z0-9_./:@%+,=~-]*");
    return name + "=" + (bare ? value : quoted(value));
  }

  private static String quoted(String value) {
    if (value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("a value must not contain the character 0");
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
