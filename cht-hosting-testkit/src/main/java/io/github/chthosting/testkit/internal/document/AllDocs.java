package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.LocalDocument;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code _all_docs}, {@code _design_docs} and {@code _local_docs}. */
final class AllDocs {
  private static final Set<String> NAMES = Set.of("_all_docs", "_design_docs", "_local_docs");

  private final DocumentContext db;
  private final DocumentStore store;
  private final String name;

  AllDocs(DocumentContext db, String name) {
    this.db = db;
    this.store = db.store();
    this.name = name;
  }

  static boolean isName(String name) {
    return NAMES.contains(name);
  }

  void handle(List<String> path) throws IOException {
    String method = db.request().method();
    if (path.size() == 2 && path.get(1).equals("queries")) {
      if (method.equals("POST")) {
        queries();
      } else {
        Answer.methodNotAllowed(db.response(), "POST");
      }
      return;
    }
    ViewQuery query = new ViewQuery(db.settings().version());
    switch (method) {
      case "GET", "HEAD" -> query.take(db.request().query());
      case "POST" -> {
        ObjectNode body = RequestBody.object(db.request());
        RequestBody.array(body, "keys");
        query.take(body).take(db.request().query());
      }
      default -> {
        Answer.methodNotAllowed(db.response(), "GET,HEAD,POST");
        return;
      }
    }
    query.validated(false);
    checkKeys(query);
    try (Answer.JsonStream out = Answer.stream(db.response(), 200)) {
      rows(query, out);
      out.printer().raw("\n");
    }
  }

  private void checkKeys(ViewQuery query) {
    for (JsonNode key : query.keys == null ? List.<JsonNode>of() : query.keys) {
      if (key.isString() && !DocumentIds.isLocal(key.stringValue())) {
        store.checkId(key.stringValue());
      }
    }
  }

  private void queries() throws IOException {
    List<ViewQuery> all = new java.util.ArrayList<>();
    for (ObjectNode query : RequestBody.queries(RequestBody.objectOfAnyType(db.request()))) {
      all.add(
          new ViewQuery(db.settings().version())
              .take(db.request().query())
              .takeQuery(query)
              .validated(false));
    }
    try (Answer.JsonStream out = Answer.stream(db.response(), 200)) {
      out.printer().raw("{\"results\":[");
      String separator = "\r\n";
      for (ViewQuery query : all) {
        out.printer().raw(separator);
        rows(query, out);
        separator = ",\r\n";
      }
      out.printer().raw("\r\n]}\n");
    }
  }

  private void rows(ViewQuery query, Answer.JsonStream out) throws IOException {
    if (query.keys != null) {
      head(query, out.printer(), store.isLocal() ? "0" : "null", "null");
      byKeys(query, query.keys, out);
    } else if (name.equals("_local_docs")) {
      head(query, out.printer(), "null", "null");
      if (!AllDocsRange.isNothing(query)) {
        IdRange range = AllDocsRange.of(query, name);
        new LocalDocs(store, query).rows(out, range.start(), range.end());
      }
    } else {
      IdRange range = AllDocsRange.of(query, name);
      boolean designs = name.equals("_design_docs");
      long total = total();
      boolean behind = AllDocsRange.isNothing(query) && query.descending;
      long offset = behind && !designs ? total : store.offset(range);
      head(
          query,
          out.printer(),
          String.valueOf(Math.min(total, Math.max(0, offset) + query.skip)),
          store.updateSeq().toString());
      byRange(
          query,
          AllDocsRange.isNothing(query) ? Collections.emptyIterator() : store.documents(range),
          out);
    }
    out.printer().raw("\r\n]}");
  }

  private long total() {
    if (!name.equals("_design_docs")) {
      return store.documentCount();
    }
    long count = 0;
    for (Iterator<StoredDocument> all = store.documents(designs(false)); all.hasNext(); ) {
      all.next();
      count++;
    }
    return count;
  }

  private void head(ViewQuery query, JsonPrinter out, String offset, String seq) {
    String total = name.equals("_local_docs") ? "null" : String.valueOf(total());
    out.raw("{\"total_rows\":").raw(total).raw(",\"offset\":").raw(offset);
    if (query.updateSeq) {
      out.raw(",\"update_seq\":").raw(seq);
    }
    out.raw(",\"rows\":[\r\n");
  }

  // ---- ranges ----

  private static IdRange designs(boolean descending) {
    return descending
        ? new IdRange("_design0", "_design/", true, true)
        : new IdRange("_design/", "_design0", false, false);
  }

  private void byRange(ViewQuery query, Iterator<StoredDocument> all, Answer.JsonStream out)
      throws IOException {
    for (long skip = query.skip; skip > 0 && all.hasNext(); skip--) {
      all.next();
    }
    String separator = "";
    for (long left = query.limit; left > 0 && all.hasNext(); left--) {
      StoredDocument document = all.next();
      if (name.equals("_design_docs") && !document.id().startsWith("_design/")) {
        return;
      }
      JsonPrinter printer = out.printer().raw(separator);
      row(printer, document, query);
      separator = ",\r\n";
    }
  }

  private void row(JsonPrinter out, StoredDocument document, ViewQuery query) throws IOException {
    RevisionLeaf winner = document.winner();
    out.raw("{\"id\":").string(document.id()).raw(",\"key\":").string(document.id());
    out.raw(",\"value\":{\"rev\":").string(winner.rev().toString());
    out.raw(winner.deleted() ? ",\"deleted\":true}" : "}");
    if (query.includeDocs) {
      out.raw(",\"doc\":");
      if (winner.deleted()) {
        out.raw("null");
      } else {
        new DocumentPrinter(out, query.docOptions()).winner(document);
      }
    }
    out.raw("}");
  }

  // ---- keys ----

  private void byKeys(ViewQuery query, List<JsonNode> asked, Answer.JsonStream out)
      throws IOException {
    List<JsonNode> keys = new java.util.ArrayList<>(asked);
    if (query.descending) {
      Collections.reverse(keys);
    }
    String separator = "";
    int end =
        (int)
            Math.min(
                keys.size(), query.limit > keys.size() ? keys.size() : query.skip + query.limit);
    for (int i = (int) Math.min(query.skip, keys.size()); i < end; i++) {
      if (isInNamespace(keys.get(i))) {
        byKey(keys.get(i), query, out.printer().raw(separator));
        separator = ",\r\n";
      }
    }
  }

  private boolean isInNamespace(JsonNode key) {
    return switch (name) {
      case "_design_docs" -> key.asString("").startsWith("_design/");
      case "_local_docs" -> key.asString("").startsWith("_local/");
      default -> true;
    };
  }

  private void byKey(JsonNode key, ViewQuery query, JsonPrinter out) throws IOException {
    String id = key.isString() ? key.stringValue() : null;
    if (id != null && DocumentIds.isLocal(id)) {
      Optional<LocalDocument> local = store.local(id);
      if (local.isPresent()) {
        new LocalDocs(store, query).row(out, local.get());
        return;
      }
    } else if (id != null) {
      Optional<StoredDocument> document = store.document(id);
      if (document.isPresent()) {
        row(out, document.get(), query);
        return;
      }
    }
    out.raw("{\"key\":").value(key).raw(",\"error\":\"not_found\"}");
  }
}
