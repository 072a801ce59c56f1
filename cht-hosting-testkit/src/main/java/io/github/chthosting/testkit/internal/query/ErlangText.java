package io.github.chthosting.testkit.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** JSON as Erlang prints it with {@code ~w}, for the error messages that show it so. */
final class ErlangText {
  private ErlangText() {}

  static String of(JsonNode node) {
    StringBuilder text = new StringBuilder();
    print(node, text);
    return text.toString();
  }

  private static void print(JsonNode node, StringBuilder out) {
    if (node.isTextual()) {
      binary(node.textValue(), out);
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
      out.append(node.asText("null"));
    }
  }

  private static void object(JsonNode node, StringBuilder out) {
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

  private static void binary(String text, StringBuilder out) {
    String separator = "<<";
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      out.append(separator).append(b & 0xff);
      separator = ",";
    }
    out.append(text.isEmpty() ? "<<>>" : ">>");
  }
}
