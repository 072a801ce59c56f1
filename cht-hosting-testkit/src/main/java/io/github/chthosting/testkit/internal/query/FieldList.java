package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The fields that are given of a document: {@code fields} of {@code _find}. */
public record FieldList(List<List<String>> paths) {

  /**
   * Parses an array of names.
   *
   * @throws ApiException 400 {@code invalid_fields}
   */
  public static FieldList parse(JsonNode names) {
    List<List<String>> paths = new ArrayList<>();
    if (!names.isArray()) {
      throw new ApiException(
          400,
          "invalid_fields",
          "Fields must be an array of strings, not: " + ErlangText.of(names));
    }
    for (JsonNode name : names) {
      if (!name.isString()) {
        throw new ApiException(
            400, "invalid_field", "Invalid JSON for field spec: " + ErlangText.of(name));
      }
      paths.add(FieldPath.parse(name.stringValue()));
    }
    return new FieldList(paths);
  }

  /** The named parts of the document, nested as they are; the whole if none is named. */
  public ObjectNode extract(ObjectNode document) {
    if (paths.isEmpty()) {
      return document;
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    for (List<String> path : paths) {
      JsonNode value = FieldPath.get(document, path);
      if (value != null) {
        put(result, path, value);
      }
    }
    return result;
  }

  private static void put(ObjectNode target, List<String> path, JsonNode value) {
    ObjectNode at = target;
    for (String part : path.subList(0, path.size() - 1)) {
      if (!(at.get(part) instanceof ObjectNode)) {
        at.putObject(part);
      }
      at = (ObjectNode) at.get(part);
    }
    at.set(path.get(path.size() - 1), value);
  }
}
