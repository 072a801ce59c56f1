package io.github.chthosting.testkit.internal.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.testkit.internal.document.Answer;
import io.github.chthosting.testkit.internal.document.DocumentContext;
import io.github.chthosting.testkit.internal.document.DocumentPrinter;
import io.github.chthosting.testkit.internal.document.ReadOptions;
import io.github.chthosting.testkit.internal.document.RequestBody;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * {@code _find} and {@code _explain}. Every query reads all documents; indexes tell only what may
 * be sorted by, and the order of results.
 */
final class Find {
  private static final String NO_INDEX =
      "No matching index found, create an index to optimize query time.";

  private final DocumentContext db;
  private final FindQuery query;
  private final List<MangoIndex> indexes;
  private final MangoIndex index;
  private final List<String> warnings = new ArrayList<>();

  Find(DocumentContext db) {
    this.db = db;
    RequestBody.requireJson(db.request());
    this.query = FindQuery.parse(RequestBody.objectOfAnyType(db.request()));
    this.indexes = MangoIndex.of(db.store());
    this.index = choose();
  }

  private MangoIndex choose() {
    List<MangoIndex> usable =
        indexes.stream()
            .filter(i -> i.partial().isEmpty() && i.serves(query.selector(), query.sort()))
            .sorted(Comparator.comparingInt((MangoIndex i) -> i.fields().size()))
            .toList();
    if (!query.useIndex().isEmpty()) {
      Optional<MangoIndex> wanted =
          indexes.stream()
              .filter(i -> isNamed(i) && i.serves(query.selector(), query.sort()))
              .findFirst();
      if (wanted.isPresent()) {
        return wanted.get();
      }
      refuse();
    }
    if (!usable.isEmpty()) {
      return usable.get(0);
    }
    if (!query.sort().isEmpty() && !MangoIndex.ALL_DOCS.serves(query.selector(), query.sort())) {
      throw FindQuery.bad(
          "no_usable_index", "No index exists for this sort, try indexing by the sort fields.");
    }
    warnings.add(NO_INDEX);
    return MangoIndex.ALL_DOCS;
  }

  /** All documents, or those of the partition that the path names. */
  private IdRange range() {
    String partition = db.request().query().get("partition");
    return partition == null
        ? IdRange.ALL
        : new IdRange(partition + ":", partition + ";", false, false);
  }

  private boolean isNamed(MangoIndex candidate) {
    List<String> names = query.useIndex();
    return ("_design/" + names.get(0)).equals(candidate.ddoc())
        && (names.size() == 1 || names.get(1).equals(candidate.name()));
  }

  private void refuse() {
    String ddoc = "_design/" + query.useIndex().get(0);
    boolean one = query.useIndex().size() == 1;
    String what = one ? ddoc : ddoc + ", " + query.useIndex().get(1);
    if (!query.fallback()) {
      throw FindQuery.bad(
          "invalid_index",
          what + " specified by `use_index` could not be found or it is not suitable.");
    }
    warnings.add(
        what
            + (one
                ? " was not used because it does not contain a valid index for this query."
                : " was not used because it is not a valid index for this query."));
  }

  // ---- finding ----

  void find() throws IOException {
    if (isNothing()) {
      Answer.json(db.response(), 200, "{\"docs\":[\r\n]}\r\n".getBytes(StandardCharsets.UTF_8));
      return;
    }
    long start = System.nanoTime();
    List<ObjectNode> found = new ArrayList<>();
    long examined = collect(found);
    if (!index.isSpecial() || !query.sort().isEmpty()) {
      found.sort(query.descending() ? order().reversed() : order());
    }
    long from = Math.min(found.size(), query.skip() + Bookmark.parse(query.bookmark()));
    long to = Math.min(found.size(), from + Math.min(query.limit(), found.size()));
    List<ObjectNode> page = found.subList((int) from, (int) to);
    print(page, found.isEmpty() ? "nil" : Bookmark.of(to), examined, start);
  }

  private long collect(List<ObjectNode> found) throws IOException {
    long examined = 0;
    Iterator<StoredDocument> all = db.store().documents(range());
    while (all.hasNext()) {
      StoredDocument document = all.next();
      if (!document.id().startsWith("_design/")) {
        examined++;
        ObjectNode json = json(document);
        if (query.selector().matches(json) && (index.isSpecial() || index.holds(json))) {
          found.add(json);
        }
      }
    }
    return examined;
  }

  private ObjectNode json(StoredDocument document) throws IOException {
    if (!query.conflicts()) {
      return Documents.json(document.id(), document.winner());
    }
    JsonPrinter printer = new JsonPrinter(512);
    ReadOptions options = ReadOptions.of(ReadOptions.Option.CONFLICTS);
    new DocumentPrinter(printer, options).winner(document);
    return (ObjectNode) JsonText.parse(printer.toByteArray());
  }

  private Comparator<ObjectNode> order() {
    return (a, b) -> {
      for (String field : index.fields()) {
        List<String> path = FieldPath.parse(field);
        int byField = Collation.compare(value(a, path), value(b, path));
        if (byField != 0) {
          return byField;
        }
      }
      return a.get("_id").textValue().compareTo(b.get("_id").textValue());
    };
  }

  private static JsonNode value(ObjectNode document, List<String> path) {
    JsonNode found = FieldPath.get(document, path);
    return found == null ? MissingNode.getInstance() : found;
  }

  // An empty list of alternatives ends before anything is read.
  private boolean isNothing() {
    return !query.selectorJson().isEmpty()
        && (query.selector().equals(new Selector.Every(List.of()))
            || query.selector().equals(new Selector.Some(List.of())));
  }

  private void print(List<ObjectNode> page, String bookmark, long examined, long start)
      throws IOException {
    try (Answer.JsonStream out = Answer.stream(db.response(), 200)) {
      String separator = "{\"docs\":[\r\n";
      for (ObjectNode document : page) {
        out.printer().raw(separator).value(query.fields().extract(document));
        separator = ",\r\n";
      }
      out.printer().raw(page.isEmpty() ? separator + "]" : "\r\n]");
      out.printer().raw(",\r\n\"bookmark\": ").string(bookmark);
      if (query.stats()) {
        double ms = (System.nanoTime() - start) / 1_000_000.0;
        out.printer().raw(",\r\n\"execution_stats\": ").value(stats(page.size(), examined, ms));
      }
      if (!warnings.isEmpty()) {
        out.printer().raw(",\r\n\"warning\": ").string(String.join("\n", warnings));
      }
      out.printer().raw("}\r\n\n");
    }
  }

  private static ObjectNode stats(int returned, long examined, double ms) {
    ObjectNode stats = Answer.object().put("total_keys_examined", examined);
    stats.put("total_docs_examined", examined).put("total_quorum_docs_examined", 0);
    return stats.put("results_returned", returned).put("execution_time_ms", ms);
  }

  // ---- explaining ----

  void explain() throws IOException {
    ObjectNode answer = Answer.object().put("dbname", db.store().name());
    answer.set("index", index.describe());
    answer.put("partitioned", false).set("selector", SelectorJson.of(query.selector()));
    answer.set("opts", options());
    answer.put("limit", query.limit()).put("skip", query.skip());
    answer.set("fields", fields());
    ArrayNode candidates = answer.putArray("index_candidates");
    indexes.stream().filter(i -> !i.equals(index)).forEach(i -> candidates.add(candidate(i)));
    ObjectNode arguments = answer.putObject("mrargs").put("include_docs", true);
    arguments.put("view_type", "map").put("reduce", false).putNull("partition");
    if (index.isSpecial()) {
      arguments.putNull("start_key").put("end_key", "<MAX>");
    } else {
      arguments.putArray("start_key");
      arguments.putArray("end_key").add("<MAX>");
    }
    arguments.put("direction", query.descending() ? "rev" : "fwd").put("stable", false);
    arguments.put("update", true).put("conflicts", "undefined");
    answer.put("covering", false);
    Answer.json(db.response(), 200, answer);
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
    options.put("partition", "").put("r", 1).put("conflicts", query.conflicts());
    options.put("stale", false).put("update", true).put("stable", false);
    options.put("execution_stats", query.stats());
    return options.put("allow_fallback", query.fallback());
  }

  private ArrayNode fields() {
    ArrayNode names = Answer.object().putArray("fields");
    query.fields().paths().forEach(path -> names.add(String.join(".", path)));
    return names;
  }

  /** How many results were given before. */
  private static final class Bookmark {
    private static final String MARK = "find:";

    private Bookmark() {}

    static String of(long given) {
      byte[] text = (MARK + given).getBytes(StandardCharsets.UTF_8);
      return "g1" + Base64.getUrlEncoder().withoutPadding().encodeToString(text);
    }

    static long parse(String bookmark) {
      if (bookmark.isEmpty()) {
        return 0;
      }
      try {
        byte[] bytes = Base64.getUrlDecoder().decode(bookmark.substring(2));
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (bookmark.startsWith("g1") && text.startsWith(MARK)) {
          return Long.parseLong(text.substring(MARK.length()));
        }
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw invalid(bookmark);
      }
      throw invalid(bookmark);
    }

    private static ApiException invalid(String bookmark) {
      String json = JsonText.string(Answer.object().textNode(bookmark));
      return FindQuery.bad("invalid_bookmark", "Invalid bookmark value: " + json);
    }
  }
}
