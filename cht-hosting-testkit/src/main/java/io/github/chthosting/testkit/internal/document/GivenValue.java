package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.store.JsonText;
import tools.jackson.databind.JsonNode;

/**
 * A parameter's value as it came, from the query string or from a body.
 *
 * @param shown as Erlang prints it
 */
record GivenValue(String text, String shown, boolean isNumber) {
  GivenValue(String parameter) {
    this(parameter, parameter.isEmpty() ? "[]" : '"' + parameter + '"', true);
  }

  GivenValue(JsonNode member) {
    this(member.asString(member.isNull() ? "null" : ""), shown(member), member.isNumber());
  }

  /** Returns what is no number is looked at as a list of characters. */
  String shownAsList() {
    return shown.startsWith("<<") ? shown.substring(2, shown.length() - 2) : shown;
  }

  private static String shown(JsonNode member) {
    return member.isString() ? "<<\"" + member.asString("") + "\">>" : JsonText.string(member);
  }
}
