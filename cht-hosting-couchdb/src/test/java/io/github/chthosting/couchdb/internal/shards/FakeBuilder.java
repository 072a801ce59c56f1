package io.github.chthosting.couchdb.internal.shards;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import tools.jackson.databind.ObjectMapper;

/**
 * Two nodes with a file of one range each, and an index builder at the second that does what it is
 * told, one look at {@code _active_tasks} after the other. The last look stays.
 */
final class FakeBuilder extends Dispatcher {
  static final String FILE = "shards/00000000-ffffffff/medic.1700000000";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<Map<String, Object>> designs = new ArrayList<>();
  private final Map<String, String> signatures = new TreeMap<>();
  private final Map<String, Object> source = new TreeMap<>();
  private final List<Look> looks = new ArrayList<>();
  private int looked = -1;
  private long changes = 50_000;

  /** The state of the second node at one look. */
  private record Look(List<Map<String, Object>> tasks, Map<String, Object> traces) {}

  /** A design document, by the fields that say what it indexes; without signature it is broken. */
  FakeBuilder design(String id, String signature, Map<String, Object> fields) {
    Map<String, Object> design = new LinkedHashMap<>(fields);
    design.put("_id", id);
    designs.add(design);
    signatures.put(id, signature);
    return this;
  }

  /** The source has that index. */
  @SafeVarargs
  final FakeBuilder has(Map<String, Object>... traces) {
    for (Map<String, Object> trace : traces) {
      source.put(trace.get("_id").toString(), trace);
    }
    return this;
  }

  FakeBuilder changes(long number) {
    changes = number;
    return this;
  }

  /** The next look at the target. */
  @SafeVarargs
  final FakeBuilder look(List<Map<String, Object>> tasks, Map<String, Object>... traces) {
    Map<String, Object> all = new TreeMap<>();
    for (Map<String, Object> trace : traces) {
      all.put(trace.get("_id").toString(), trace);
    }
    looks.add(new Look(tasks, all));
    return this;
  }

  static Map<String, Object> views(String signature, String design) {
    return Map.of("_id", "_local/purge-mrview-" + signature, "ddoc_id", design, "updated_on", 100);
  }

  static Map<String, Object> nouveau(String signature, String design, long written) {
    return Map.of(
        "_id",
        "_local/purge-nouveau-" + signature,
        "ddoc_id",
        design,
        "indexname",
        "text",
        "updated_on",
        written);
  }

  static Map<String, Object> building(String type, String pid) {
    Map<String, Object> task = new LinkedHashMap<>();
    task.put("node", "b@h");
    task.put("database", FILE);
    task.put("type", type);
    task.put("design_document", "_design/d");
    task.put("pid", pid);
    task.put("started_on", 7);
    if (type.equals("search_indexer")) {
      task.put("index", "text");
    }
    return task;
  }

  /** The number of times that the tasks were looked at. */
  synchronized int looked() {
    return looked + 1;
  }

  @Override
  public synchronized MockResponse dispatch(RecordedRequest request) {
    List<String> path = request.getUrl().pathSegments();
    return switch (path.get(0)) {
      case "_active_tasks" -> answer(next().tasks);
      case "_node" -> file(path);
      default -> path.get(1).equals("_all_docs") ? answer(rows(designs)) : info(path.get(2));
    };
  }

  private Look next() {
    looked++;
    return now();
  }

  private Look now() {
    return looks.get(Math.min(Math.max(looked, 0), looks.size() - 1));
  }

  private MockResponse file(List<String> path) {
    if (path.size() == 3) {
      return answer(Map.of("update_seq", changes));
    }
    Map<String, Object> traces = path.get(1).equals("a@h") ? source : now().traces;
    return answer(rows(List.copyOf(traces.values())));
  }

  private MockResponse info(String design) {
    String signature = signatures.getOrDefault("_design/" + design, "");
    return signature.isEmpty()
        ? new MockResponse.Builder()
            .code(400)
            .body("{\"error\":\"invalid_design_doc\",\"reason\":\"`views` is broken\"}")
            .build()
        : answer(Map.of("view_index", Map.of("signature", signature)));
  }

  private static Map<String, Object> rows(List<?> documents) {
    List<Object> rows = new ArrayList<>();
    for (Object document : documents) {
      Map<?, ?> fields = (Map<?, ?>) document;
      rows.add(Map.of("id", String.valueOf(fields.get("_id")), "doc", fields));
    }
    return Map.of("rows", rows);
  }

  private static MockResponse answer(Object body) {
    return new MockResponse.Builder()
        .addHeader("Content-Type", "application/json")
        .body(MAPPER.valueToTree(body).toString())
        .build();
  }
}
