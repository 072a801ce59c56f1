package io.github.chthosting.testkit.internal.query;

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
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code _find} and {@code _explain}. Every query reads all documents; indexes tell only what may
 * be sorted by, and the order of results.
 */
final class Find {
  private static final String NO_INDEX =
      "No matching index found, create an index to optimize query time.";
  private static final String MANY_EXAMINED =
      "The number of documents examined is high in proportion to the number of results returned. "
          + "Consider adding a more specific index to improve this.";

  /** CouchDB warns when it examined that many times more than it returned. */
  private static final long TIMES = 10;

  private static final long LIMITLESS = Integer.MAX_VALUE;

  private final DocumentContext db;
  private final boolean old;
  private final FindQuery query;
  private final List<MangoIndex> indexes;
  private final Optional<MangoIndex> chosen;
  private final List<String> warnings = new ArrayList<>();

  Find(DocumentContext db) {
    this.db = db;
    RequestBody.requireJson(db.request());
    ObjectNode body = RequestBody.objectOfAnyType(db.request());
    this.old = db.settings().version().isBefore(3, 4);
    if (old) {
      OldFind.check(body);
    }
    this.query = FindQuery.parse(body);
    this.indexes = MangoIndex.of(db.store());
    this.chosen = choose();
  }

  private void checkPartition() {
    JsonNode partition = query.partition();
    if (partition != null
        && !db.store().info().path("props").path("partitioned").asBoolean(false)) {
      throw old
          ? ApiException.badRequest("partition specified on non-partitioned db")
          : FindQuery.bad("query_parse_error", "`partition` parameter is not supported on this db");
    }
  }

  private Optional<MangoIndex> choose() {
    if (query.useIndex().isEmpty() && !query.fallback()) {
      throw FindQuery.bad(
          "invalid_index", "You must specify an index with the `use_index` parameter.");
    }
    if (!query.useIndex().isEmpty()) {
      Optional<MangoIndex> wanted =
          indexes.stream()
              .filter(i -> isNamed(i) && i.serves(query.selector(), query.sort()))
              .findFirst();
      if (wanted.isPresent()) {
        return wanted;
      }
      refuse();
    }
    Optional<MangoIndex> usable =
        indexes.stream()
            .filter(i -> i.partial().isEmpty() && i.serves(query.selector(), query.sort()))
            .min(Comparator.comparingInt((MangoIndex i) -> i.fields().size()));
    if (usable.isPresent()) {
      return usable;
    }
    if (!query.sort().isEmpty() && !MangoIndex.ALL_DOCS.serves(query.selector(), query.sort())) {
      return Optional.empty();
    }
    warnings.add(NO_INDEX);
    return Optional.of(MangoIndex.ALL_DOCS);
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

  private static ApiException noUsableIndex() {
    return FindQuery.bad(
        "no_usable_index", "No index exists for this sort, try indexing by the sort fields.");
  }

  // ---- finding ----

  void find() throws IOException {
    checkPartition();
    if (isNothing()) {
      Answer.json(db.response(), 200, "{\"docs\":[\r\n]}\r\n".getBytes(StandardCharsets.UTF_8));
      return;
    }
    MangoIndex index = chosen.orElseThrow(Find::noUsableIndex);
    long start = System.nanoTime();
    List<ObjectNode> found = new ArrayList<>();
    long given = Bookmark.parse(query.bookmark());
    boolean scan = index.isSpecial() && query.sort().isEmpty();
    long wanted = scan ? Math.min(query.limit(), LIMITLESS) + query.skip() + given : LIMITLESS;
    long examined = collect(found, index, given, wanted);
    if (!scan) {
      found.sort(query.descending() ? order(index).reversed() : order(index));
    }
    long from = Math.min(found.size(), query.skip() + given);
    long to = Math.min(found.size(), from + Math.min(query.limit(), found.size()));
    List<ObjectNode> page = found.subList((int) from, (int) to);
    if (scan && !isById() && examined > TIMES * Math.max(1, page.size())) {
      warnings.add(MANY_EXAMINED);
    }
    print(page, page.isEmpty() && from == 0 ? "nil" : Bookmark.of(to), examined, start);
  }

  /** Reads on until there are as many as are wanted; says how many that took after the first. */
  private long collect(List<ObjectNode> found, MangoIndex index, long given, long wanted)
      throws IOException {
    long examined = 0;
    Iterator<StoredDocument> all = db.store().documents(range());
    while (found.size() < wanted && all.hasNext()) {
      StoredDocument document = all.next();
      examined += found.size() < given ? 0 : 1;
      if (!document.id().startsWith("_design/")) {
        ObjectNode json = json(document);
        if (query.selector().matches(json) && (index.isSpecial() || index.holds(json))) {
          found.add(json);
        }
      }
    }
    return examined;
  }

  // Such a query reads a part of the documents only.
  private boolean isById() {
    return query.selector().required().contains(List.of("_id"));
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

  private static Comparator<ObjectNode> order(MangoIndex index) {
    return (a, b) -> {
      for (String field : index.fields()) {
        List<String> path = FieldPath.parse(field);
        int byField = Collation.compare(value(a, path), value(b, path));
        if (byField != 0) {
          return byField;
        }
      }
      return a.get("_id").stringValue().compareTo(b.get("_id").stringValue());
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

  void explain() throws IOException {
    if (old && chosen.isEmpty()) {
      throw noUsableIndex();
    }
    ObjectNode answer = new Explanation(db.store().name(), query, indexes, chosen).toJson();
    if (old) {
      OldFind.explained(answer);
    }
    Answer.json(db.response(), 200, answer);
  }
}
