package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads what {@code _revs_diff} answers: nothing else may be taken for "nothing is missing". */
public final class RevisionsDiff {
  private RevisionsDiff() {}

  /**
   * Reads the missing revisions by document id.
   *
   * @throws HostingException if a member is not {@code {"missing":[…]}}, such as an error
   */
  public static Map<String, List<String>> missing(String operation, JsonNode answer) {
    Map<String, List<String>> missing = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : require(operation, answer).properties()) {
      missing.put(entry.getKey(), texts(entry.getValue().path("missing")));
    }
    return missing;
  }

  /** Checks the answer, and returns it. */
  public static JsonNode require(String operation, JsonNode answer) {
    for (Map.Entry<String, JsonNode> entry : answer.properties()) {
      if (!entry.getValue().path("missing").isArray()) {
        throw failure(operation, answer, entry);
      }
    }
    if (!answer.isObject()) {
      throw noAnswer(operation);
    }
    return answer;
  }

  private static HostingException failure(
      String operation, JsonNode answer, Map.Entry<String, JsonNode> entry) {
    boolean whole = answer.path("error").isString();
    RowError error = RowError.of(whole ? answer : entry.getValue());
    String id = whole ? "" : entry.getKey();
    return error.error().isEmpty()
        ? noAnswer(operation)
        : new RowError(id, "", error.error(), error.reason()).failure(operation, 1);
  }

  private static HostingException noAnswer(String operation) {
    return new HostingException(
        operation,
        operation + ": the answer does not say what is missing. Is this CouchDB?",
        false,
        null);
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asString("")));
    return texts;
  }
}
