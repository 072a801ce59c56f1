package io.github.chthosting.testkit.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.chthosting.testkit.internal.erlang.ErlangTerm;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * The id of a new revision: MD5 of the Erlang term {@code [Deleted, OldStart, OldRev, Body, [{Name,
 * Type, Md5}]]}, attachments in reverse ({@code couch_db:new_revid}).
 */
final class RevisionHash {
  private RevisionHash() {}

  /**
   * The hash of the edit as a child of the revision {@code start-previous}; empty if there is none.
   */
  static String of(DocumentEdit edit, ObjectNode body, long start, String previous) {
    return hash(edit, body, start, previous, term -> attachments(term, edit.attachments()));
  }

  /**
   * The hash of an edit that takes the place of a tombstone. CouchDB makes this revision when the
   * attachments are written already, and finds neither name nor type nor digest of them any more.
   */
  static String ofRecreated(DocumentEdit edit, ObjectNode body, long start, String previous) {
    int count = edit.attachments().size();
    return hash(edit, body, start, previous, term -> nameless(term, count));
  }

  private static void nameless(ErlangTerm term, int count) {
    if (count > 0) {
      term.list(count);
      for (int i = 0; i < count; i++) {
        term.tuple(3).atom("undefined").atom("undefined").atom("undefined");
      }
    }
    term.nil();
  }

  private static String hash(
      DocumentEdit edit,
      ObjectNode body,
      long start,
      String previous,
      Consumer<ErlangTerm> attachments) {
    ErlangTerm term = new ErlangTerm().list(5).atom(String.valueOf(edit.deleted())).integer(start);
    if (previous.isEmpty()) {
      term.integer(0);
    } else {
      term.binary(start == 0 ? previous.getBytes(UTF_8) : Rev.idBytes(previous));
    }
    attachments.accept(term.json(body));
    term.nil();
    return HexFormat.of().formatHex(md5().digest(term.toByteArray()));
  }

  private static void attachments(ErlangTerm term, List<Attachment> attachments) {
    if (!attachments.isEmpty()) {
      term.list(attachments.size());
      for (int i = attachments.size() - 1; i >= 0; i--) {
        Attachment attachment = attachments.get(i);
        term.tuple(3).binary(attachment.name()).binary(attachment.type());
        term.binary(HexFormat.of().parseHex(attachment.md5()));
      }
    }
    term.nil();
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
