package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.store.JsonPrinter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** JSON as Erlang prints it with {@code ~w}, for the error messages that show it so. */
final class ErlangText {
  private final boolean readable;

  private ErlangText(boolean readable) {
    this.readable = readable;
  }

  static String of(JsonNode node) {
    return new ErlangText(false).text(node);
  }

  /** The text of {@code ~p}: bytes that are text stand as text. */
  static String readable(JsonNode node) {
    return new ErlangText(true).text(node);
  }

  private String text(JsonNode node) {
    StringBuilder text = new StringBuilder();
    print(node, text);
    return text.toString();
  }

  private void print(JsonNode node, StringBuilder out) {
    if (node.isString()) {
      binary(node.stringValue(), out);
    } else if (node.isArray()) {
      String separator = "[";
      for (JsonNode element : node) {
        out.append(separator);
        print(element, out);
        separator = ",";
      }
      out.append(node.isEmpty() ? "[]" : "]");
    } else if (node.isObject()) {
      object(node, out);
    } else if (node.isFloatingPointNumber()) {
      out.append(JsonPrinter.number(node.doubleValue()));
    } else {
      out.append(node.asString("null"));
    }
  }

  private void object(JsonNode node, StringBuilder out) {
    String separator = "{[";
    for (Map.Entry<String, JsonNode> member : node.properties()) {
      out.append(separator).append('{');
      binary(member.getKey(), out);
      out.append(',');
      print(member.getValue(), out);
      out.append('}');
      separator = ",";
    }
    out.append(node.isEmpty() ? "{[]}" : "]}");
  }

  private void binary(String text, StringBuilder out) {
    if (readable && !text.isEmpty() && text.chars().allMatch(c -> c >= 32 && c < 127)) {
      out.append("<<\"").append(text).append("\">>");
      return;
    }
    String separator = "<<";
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      out.append(separator).append(b & 0xff);
      separator = ",";
    }
    out.append(text.isEmpty() ? "<<>>" : ">>");
  }
}
