package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.store.Attachment;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Prints documents, members in CouchDB's order. */
public final class DocumentPrinter {
  private final JsonPrinter out;
  private final ReadOptions options;

  public DocumentPrinter(JsonPrinter out, ReadOptions options) {
    this.out = out;
    this.options = options;
  }

  /** One revision as functions and selectors see it: with stubs of its attachments. */
  public static ObjectNode json(String id, RevisionLeaf leaf) {
    JsonPrinter printer = new JsonPrinter(512);
    try {
      new DocumentPrinter(printer, ReadOptions.PLAIN).revision(id, leaf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (ObjectNode) JsonText.parse(printer.toByteArray());
  }

  /** The winner, with conflicts and the like if the options ask for them. */
  public void winner(StoredDocument document) throws IOException {
    RevisionLeaf winner = document.winner();
    open(document.id(), winner);
    meta(document);
    close(winner);
  }

  /** One revision. */
  public void revision(String id, RevisionLeaf leaf) throws IOException {
    open(id, leaf);
    close(leaf);
  }

  private void open(String id, RevisionLeaf leaf) {
    out.raw("{\"_id\":").string(id).raw(",\"_rev\":\"").raw(leaf.rev().toString()).raw("\"");
    body(leaf.body().text());
    if (leaf.deleted()) {
      out.raw(",\"_deleted\":true");
    }
    if (options.has(Option.REVS)) {
      revisions(leaf);
    }
  }

  private void body(byte[] text) {
    if (text.length > 2) {
      out.raw(",");
      out.write(text, 1, text.length - 2);
    }
  }

  private void revisions(RevisionLeaf leaf) {
    out.raw(",\"_revisions\":{\"start\":").raw(String.valueOf(leaf.rev().pos())).raw(",\"ids\":");
    String separator = "[";
    for (String id : leaf.revs()) {
      out.raw(separator).string(id);
      separator = ",";
    }
    out.raw("]}");
  }

  private void meta(StoredDocument document) {
    if (options.has(Option.REVS_INFO)) {
      revsInfo(document);
    }
    if (options.has(Option.CONFLICTS)) {
      conflicts("_conflicts", document, false);
    }
    if (options.has(Option.DELETED_CONFLICTS)) {
      conflicts("_deleted_conflicts", document, true);
    }
    if (options.has(Option.LOCAL_SEQ)) {
      out.raw(",\"_local_seq\":").raw(String.valueOf(document.seq()));
    }
  }

  private void revsInfo(StoredDocument document) {
    out.raw(",\"_revs_info\":");
    String separator = "[";
    for (StoredDocument.Ancestor one : document.history()) {
      String status = one.deleted() ? "deleted" : one.available() ? "available" : "missing";
      out.raw(separator).raw("{\"rev\":").string(one.rev().toString());
      out.raw(",\"status\":\"").raw(status).raw("\"}");
      separator = ",";
    }
    out.raw("]");
  }

  private void conflicts(String member, StoredDocument document, boolean deleted) {
    List<Rev> losers =
        document.leaves().stream()
            .skip(1)
            .filter(leaf -> leaf.deleted() == deleted)
            .map(RevisionLeaf::rev)
            .toList();
    if (!losers.isEmpty()) {
      out.raw(",").string(member).raw(":");
      String separator = "[";
      for (Rev rev : losers) {
        out.raw(separator).string(rev.toString());
        separator = ",";
      }
      out.raw("]");
    }
  }

  private void close(RevisionLeaf leaf) throws IOException {
    if (!leaf.attachments().isEmpty()) {
      out.raw(",\"_attachments\":");
      String separator = "{";
      for (Attachment attachment : leaf.attachments()) {
        out.raw(separator).string(attachment.name()).raw(":");
        attachment(leaf, attachment);
        separator = ",";
      }
      out.raw("}");
    }
    out.raw("}");
  }

  private void attachment(RevisionLeaf leaf, Attachment a) throws IOException {
    out.raw("{\"content_type\":").string(a.type());
    out.raw(",\"revpos\":").raw(String.valueOf(a.revpos()));
    out.raw(",\"digest\":\"").raw(a.digest()).raw("\",");
    if (!options.sends(leaf, a.revpos())) {
      out.raw("\"length\":").raw(String.valueOf(a.identityLength())).raw(",\"stub\":true");
    } else if (options.has(Option.FOLLOWS)) {
      out.raw("\"length\":").raw(String.valueOf(a.identityLength())).raw(",\"follows\":true");
    } else {
      out.raw("\"data\":\"");
      AttachmentBytes.base64(a, out);
      out.raw("\"");
    }
    if (a.gzip() && options.has(Option.ATT_ENCODING_INFO)) {
      out.raw(",\"encoding\":\"gzip\",\"encoded_length\":");
      out.raw(String.valueOf(a.content().length()));
    }
    out.raw("}");
  }
}
