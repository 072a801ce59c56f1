package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.function.MapFunction;
import io.github.chthosting.testkit.internal.document.Answer;
import io.github.chthosting.testkit.internal.document.DocumentContext;
import io.github.chthosting.testkit.internal.document.DocumentPrinter;
import io.github.chthosting.testkit.internal.document.RequestBody;
import io.github.chthosting.testkit.internal.document.ViewQuery;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code _design/name/_view/view} of one request. */
final class Views {
  private final DocumentContext db;
  private final ViewIndexes indexes;
  private final String design;
  private final String view;
  private final ViewIndex index;
  private final @Nullable ReduceFunction reduce;

  Views(DocumentContext db, ViewIndexes indexes, String design, String view) {
    this.db = db;
    this.indexes = indexes;
    this.design = design;
    this.view = view;
    StoredDocument document = db.document("_design/" + design, false);
    JsonNode definition = document.winner().body().tree().path("views").path(view);
    if (!definition.isObject()) {
      throw ApiException.notFound("missing_named_view");
    }
    checkPartition(document.winner().body().tree());
    this.reduce = reduce(definition.path("reduce"));
    this.index = index(document);
  }

  private void checkPartition(JsonNode designDocument) {
    boolean global = !designDocument.path("options").path("partitioned").asBoolean(true);
    boolean partitioned = db.store().info().path("props").path("partitioned").asBoolean(false);
    if (partitioned && !global && db.request().query().get("partition") == null) {
      throw ViewQuery.parseError("`partition` parameter is mandatory for queries to this view.");
    }
  }

  private ViewIndex index(StoredDocument document) {
    MapFunction map = db.functions().map(design, view).orElseThrow(() -> unregistered("view"));
    String name = design + "/" + view + "/" + document.winner().rev();
    return indexes.of(db.store(), name, map);
  }

  private @Nullable ReduceFunction reduce(JsonNode definition) {
    if (!definition.isString()) {
      return null;
    }
    ReduceFunction builtIn = Reducer.builtIn(definition.stringValue());
    if (builtIn == null) {
      throw unregistered("reduce function");
    }
    return builtIn;
  }

  private ApiException unregistered(String kind) {
    return new ApiException(
        500,
        "unregistered_function",
        "No Java function is registered for the " + kind + " " + design + "/" + view);
  }

  /** Answers one query of the request, or several at {@code /queries}. */
  void handle(boolean several) throws IOException {
    if (several) {
      queries();
      return;
    }
    ViewQuery query = new ViewQuery(db.settings().version());
    if (db.request().method().equals("POST")) {
      ObjectNode body = RequestBody.object(db.request());
      refuseQueries(body);
      RequestBody.member(body, "keys");
      query.take(body);
    }
    query.take(db.request().query());
    query.singleKeyAsRange().validated(isReduced(query));
    Result result = run(query);
    try (Answer.JsonStream out = Answer.stream(db.response(), 200)) {
      result.print(out);
      out.printer().raw("\n");
    }
  }

  private void queries() throws IOException {
    List<Result> results = new ArrayList<>();
    for (ObjectNode body : RequestBody.queries(RequestBody.objectOfAnyType(db.request()))) {
      ViewQuery query =
          new ViewQuery(db.settings().version()).take(db.request().query()).takeQuery(body);
      results.add(run(query.validated(isReduced(query))));
    }
    try (Answer.JsonStream out = Answer.stream(db.response(), 200)) {
      String separator = "{\"results\":[\r\n";
      for (Result result : results) {
        out.printer().raw(separator);
        result.print(out);
        separator = ",\r\n";
      }
      out.printer().raw(results.isEmpty() ? separator + "]}\n" : "\r\n]}\n");
    }
  }

  private static void refuseQueries(ObjectNode body) {
    if (RequestBody.member(body, "queries") != null) {
      throw ApiException.badRequest(
          "The `queries` parameter is no longer supported at this endpoint");
    }
  }

  private boolean isReduced(ViewQuery query) {
    return reduce != null && !Boolean.FALSE.equals(query.reduce);
  }

  private Result run(ViewQuery query) {
    ViewSelection.checkRange(query);
    List<ViewRow> all = query.stale ? index.staleRows() : index.rows(db.store());
    ViewSelection selection = ViewSelection.of(all, query);
    if (isReduced(query) && reduce != null) {
      List<ViewRow> rows = new ViewReduction(reduce, query).reduce(selection.rows());
      return new Result(query, window(rows, query), -1, 0);
    }
    long offset = Math.min(all.size(), selection.offset() + query.skip);
    return new Result(query, window(selection.rows(), query), all.size(), offset);
  }

  private static List<ViewRow> window(List<ViewRow> rows, ViewQuery query) {
    int from = (int) Math.min(rows.size(), query.skip);
    int to = (int) Math.min(rows.size(), from + Math.min(query.limit, rows.size()));
    return rows.subList(from, to);
  }

  /** The result of one query. {@code total} is negative if it is reduced. */
  private final class Result {
    private final ViewQuery query;
    private final List<ViewRow> rows;
    private final int total;
    private final long offset;

    Result(ViewQuery query, List<ViewRow> rows, int total, long offset) {
      this.query = query;
      this.rows = rows;
      this.total = total;
      this.offset = offset;
    }

    void print(Answer.JsonStream stream) throws IOException {
      JsonPrinter head = stream.printer().raw("{");
      if (total >= 0) {
        head.raw("\"total_rows\":" + total + ",\"offset\":" + offset + ",");
      }
      if (query.updateSeq) {
        head.raw("\"update_seq\":").value(db.store().updateSeq()).raw(",");
      }
      head.raw("\"rows\":[\r\n");
      String separator = "";
      for (ViewRow row : rows) {
        row(stream.printer().raw(separator), row);
        separator = ",\r\n";
      }
      stream.printer().raw("\r\n]}");
    }

    private void row(JsonPrinter out, ViewRow row) throws IOException {
      out.raw("{");
      if (total >= 0) {
        out.raw("\"id\":").string(row.id()).raw(",");
      }
      out.raw("\"key\":").value(row.key()).raw(",\"value\":").value(row.value());
      if (query.includeDocs) {
        out.raw(",\"doc\":");
        linked(out, row);
      }
      out.raw("}");
    }

    // A value with an _id names another document to be given.
    private void linked(JsonPrinter out, ViewRow row) throws IOException {
      String id = row.value().path("_id").asString(row.id());
      JsonNode rev = row.value().path("_rev");
      Optional<StoredDocument> document = db.store().document(id);
      DocumentPrinter printer = new DocumentPrinter(out, query.docOptions());
      if (rev.isString()) {
        Optional<RevisionLeaf> leaf =
            document.flatMap(d -> d.revision(Rev.parse(rev.stringValue())));
        if (leaf.isPresent()) {
          printer.revision(id, leaf.get());
          return;
        }
      } else if (document.isPresent()) {
        if (document.get().isDeleted()) {
          out.raw("null");
        } else {
          printer.winner(document.get());
        }
        return;
      }
      out.raw("null");
    }
  }

  /** Groups rows and reduces each group. */
  private record ViewReduction(ReduceFunction reduce, ViewQuery query) {
    List<ViewRow> reduce(List<ViewRow> rows) {
      List<ViewRow> results = new ArrayList<>();
      int start = 0;
      while (start < rows.size()) {
        JsonNode group = group(rows.get(start).key());
        int end = start + 1;
        while (end < rows.size() && Collation.compare(group, group(rows.get(end).key())) == 0) {
          end++;
        }
        results.add(result(group, rows.subList(start, end)));
        start = end;
      }
      return results;
    }

    private ViewRow result(JsonNode group, List<ViewRow> rows) {
      JsonNode value =
          reduce.reduce(
              rows.stream().map(ViewRow::key).toList(), rows.stream().map(ViewRow::value).toList());
      return new ViewRow(group, "", 0, value);
    }

    private JsonNode group(JsonNode key) {
      if (query.isExactGroup()) {
        return key;
      }
      if (query.groupLevel == 0) {
        return NullNode.getInstance();
      }
      if (!key.isArray() || key.size() <= query.groupLevel) {
        return key;
      }
      ArrayNode prefix = JsonNodeFactory.instance.arrayNode();
      for (int i = 0; i < query.groupLevel; i++) {
        prefix.add(key.get(i));
      }
      return prefix;
    }
  }
}
