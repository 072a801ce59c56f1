package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Several revisions of one document: {@code open_revs} and {@code _bulk_get}. */
final class OpenRevisions {

  /** One of them: its content, or null if it is missing. */
  record Opened(Rev rev, @Nullable RevisionLeaf leaf) {}

  private OpenRevisions() {}

  /**
   * Opens revisions.
   *
   * @param revs null for all leaves
   * @param latest whether a revision stands for the leaves that came of it
   */
  static List<Opened> open(
      DocumentStore store, String id, @Nullable List<Rev> revs, boolean latest) {
    Optional<StoredDocument> document = store.document(id);
    if (document.isEmpty()) {
      return revs == null ? List.of() : revs.stream().map(r -> new Opened(r, null)).toList();
    }
    List<Opened> opened = new ArrayList<>();
    if (revs == null) {
      document.get().treeOrder().forEach(leaf -> opened.add(new Opened(leaf.rev(), leaf)));
    } else if (latest) {
      opened.addAll(latest(document.get(), revs));
    } else {
      revs.forEach(r -> opened.add(new Opened(r, document.get().revision(r).orElse(null))));
    }
    return opened;
  }

  private static List<Opened> latest(StoredDocument document, List<Rev> revs) {
    Map<Rev, Opened> found = new LinkedHashMap<>();
    for (Rev rev : revs) {
      List<RevisionLeaf> leaves = document.leavesOf(rev);
      if (leaves.isEmpty()) {
        found.put(rev, new Opened(rev, null));
      }
      leaves.forEach(leaf -> found.put(leaf.rev(), new Opened(leaf.rev(), leaf)));
    }
    return List.copyOf(found.values());
  }

  static void answer(DocumentContext db, String id, DocumentQuery query) throws IOException {
    boolean latest = query.options().has(Option.LATEST);
    List<Rev> asked = query.allRevs() ? null : query.openRevs();
    // A cluster gives what was asked for twice once.
    List<Rev> revs =
        asked == null || db.store().isLocal() ? asked : asked.stream().distinct().toList();
    List<Opened> all = new ArrayList<>(open(db.store(), id, revs, latest));
    if (!db.store().isLocal()) {
      // The coordinator of a cluster sorts what it got: found ones first.
      all.sort(Comparator.comparing((Opened o) -> o.leaf() == null).thenComparing(Opened::rev));
    }
    if (all.isEmpty()) {
      throw ApiException.notFound("missing");
    }
    if (Accept.type(db.request(), "multipart/mixed")) {
      multipart(db, id, all, query.options());
    } else {
      json(db, id, all, query.options());
    }
  }

  private static void json(DocumentContext db, String id, List<Opened> all, ReadOptions options)
      throws IOException {
    try (Answer.JsonStream stream = Answer.stream(db.response(), 200)) {
      String separator = "[";
      for (Opened one : all) {
        JsonPrinter out = stream.printer().raw(separator);
        RevisionLeaf leaf = one.leaf();
        if (leaf == null) {
          out.raw("{\"missing\":").string(one.rev().toString());
        } else {
          out.raw("{\"ok\":");
          new DocumentPrinter(out, options).revision(id, leaf);
        }
        out.raw("}");
        separator = ",";
      }
      stream.printer().raw("]\n");
    }
  }

  private static void multipart(
      DocumentContext db, String id, List<Opened> all, ReadOptions options) throws IOException {
    String outer = MultipartWriter.boundary();
    String inner = MultipartWriter.boundary();
    String type = "multipart/mixed; boundary=\"" + outer + "\"";
    try (OutputStream out = db.response().status(200).header("Content-Type", type).body()) {
      out.write(Answer.utf8("--" + outer));
      for (Opened one : all) {
        RevisionLeaf leaf = one.leaf();
        if (leaf == null) {
          String missing = "{\"missing\":\"" + one.rev() + "\"}";
          out.write(
              Answer.utf8("\r\nContent-Type: application/json; error=\"true\"\r\n\r\n" + missing));
        } else {
          MultipartWriter writer = MultipartWriter.of(inner, id, leaf, options);
          out.write(Answer.utf8("\r\nContent-Type: " + writer.contentType() + "\r\n\r\n"));
          writer.write(out);
        }
        out.write(Answer.utf8("\r\n--" + outer));
      }
      out.write(Answer.utf8("--"));
    }
  }
}
