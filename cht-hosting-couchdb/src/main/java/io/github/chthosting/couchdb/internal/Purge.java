package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Requests and answers of {@code _purge}; an answer may hold errors for some of the documents. */
public final class Purge {
  /** CouchDB before 3.4 takes so many documents at a time, and ten times as many revisions. */
  private static final int DOCUMENTS = 100;

  private static final int REVISIONS = 1000;

  private Purge() {}

  /**
   * Purges in requests of a size that every version takes.
   *
   * @param purge sends one of them, and returns what was removed
   */
  public static Map<String, List<String>> inParts(
      Map<String, ? extends Collection<String>> revisions,
      Function<Map<String, List<String>>, Map<String, List<String>>> purge) {
    Map<String, List<String>> purged = new LinkedHashMap<>();
    Map<String, List<String>> part = new LinkedHashMap<>();
    int count = 0;
    for (Map.Entry<String, ? extends Collection<String>> entry : revisions.entrySet()) {
      int more = entry.getValue().size();
      if (!part.isEmpty() && (part.size() == DOCUMENTS || count + more > REVISIONS)) {
        purged.putAll(purge.apply(part));
        part = new LinkedHashMap<>();
        count = 0;
      }
      part.put(entry.getKey(), List.copyOf(entry.getValue()));
      count += more;
    }
    if (!part.isEmpty()) {
      purged.putAll(purge.apply(part));
    }
    return purged;
  }

  /**
   * Reads which revisions were removed.
   *
   * @throws HostingException if the answer leaves a document out, or holds an error for one
   */
  public static Map<String, List<String>> purged(
      String operation, Map<String, List<String>> asked, JsonNode answer) {
    Map<String, List<String>> purged = new LinkedHashMap<>();
    for (String id : asked.keySet()) {
      JsonNode revisions = answer.path("purged").path(id);
      if (!revisions.isArray()) {
        throw failure(operation, id, revisions.isObject() ? revisions : answer);
      }
      List<String> removed = new ArrayList<>();
      revisions.forEach(rev -> removed.add(rev.asString("")));
      purged.put(id, removed);
    }
    return purged;
  }

  private static HostingException failure(String operation, String id, JsonNode why) {
    RowError error = RowError.of(why);
    String word = error.error().isEmpty() ? "no answer" : error.error();
    return new RowError(id, "", word, error.reason()).failure(operation, 1);
  }
}
