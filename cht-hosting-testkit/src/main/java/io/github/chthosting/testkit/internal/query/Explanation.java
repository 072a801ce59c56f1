package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.document.Answer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The answer of {@code _explain}. */
record Explanation(
    String database, FindQuery query, List<MangoIndex> indexes, Optional<MangoIndex> chosen) {

  ObjectNode toJson() {
    ObjectNode answer = Answer.object().put("dbname", database);
    answer.set("index", chosen.map(MangoIndex::describe).orElse(null));
    answer.put("partitioned", false).set("selector", SelectorJson.of(query.selector()));
    answer.set("opts", options());
    answer.put("limit", query.limit()).put("skip", query.skip());
    answer.set("fields", fields());
    ArrayNode candidates = answer.putArray("index_candidates");
    chosen.ifPresent(
        index ->
            indexes.stream()
                .filter(i -> !i.equals(index))
                .forEach(i -> candidates.add(candidate(i))));
    hints(answer.putArray("selector_hints").addObject());
    chosen.ifPresent(index -> arguments(answer, index));
    return answer;
  }

  /** Adds the fields that an index would help with: those that every match must have. */
  private void hints(ObjectNode hints) {
    TreeSet<String> indexable = new TreeSet<>();
    query.selector().required().forEach(path -> indexable.add(String.join(".", path)));
    hints.put("type", "json");
    indexable.forEach(hints.putArray("indexable_fields")::add);
    hints.putArray("unindexable_fields");
  }

  private void arguments(ObjectNode answer, MangoIndex index) {
    ObjectNode arguments = answer.putObject("mrargs").put("include_docs", true);
    arguments.put("view_type", "map").put("reduce", false).putNull("partition");
    if (index.isSpecial()) {
      arguments.putNull("start_key").put("end_key", "<MAX>");
    } else {
      arguments.putArray("start_key");
      arguments.putArray("end_key").add("<MAX>");
    }
    FindQuery.Reading reading = query.reading();
    arguments.put("direction", query.descending() ? "rev" : "fwd").put("stable", reading.stable());
    arguments.put("update", reading.update()).put("conflicts", "undefined");
    answer.put("covering", false);
  }

  private ObjectNode candidate(MangoIndex other) {
    ObjectNode candidate = Answer.object();
    candidate.set("index", other.describe());
    boolean usable = other.serves(query.selector(), query.sort());
    ObjectNode analysis = candidate.putObject("analysis").put("usable", usable);
    String reason = usable ? "less_overlap" : "field_mismatch";
    analysis.putArray("reasons").addObject().put("name", reason);
    analysis.put("ranking", 1).put("covering", false);
    return candidate;
  }

  private ObjectNode options() {
    ObjectNode options = Answer.object();
    query.useIndex().forEach(options.putArray("use_index")::add);
    options
        .put("bookmark", query.bookmark().isEmpty() ? "nil" : query.bookmark())
        .put("limit", query.limit());
    options.put("skip", query.skip());
    ObjectNode sort = options.putObject("sort");
    query.sort().forEach(field -> sort.put(field, query.descending() ? "desc" : "asc"));
    options.set("fields", fields());
    FindQuery.Reading reading = query.reading();
    options.put("partition", "").put("r", reading.r()).put("conflicts", query.conflicts());
    if (reading.stale()) {
      options.put("stale", "ok");
    } else {
      options.put("stale", false);
    }
    options.put("update", reading.update()).put("stable", reading.stable());
    options.put("execution_stats", query.stats());
    return options.put("allow_fallback", query.fallback());
  }

  private ArrayNode fields() {
    ArrayNode names = Answer.object().putArray("fields");
    query.fields().paths().forEach(path -> names.add(String.join(".", path)));
    return names;
  }
}
