package io.github.chthosting.testkit.internal.store;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * The id of a new revision: MD5 of the Erlang term {@code [Deleted, OldStart, OldRev, Body, [{Name,
 * Type, Md5}]]}, attachments in reverse ({@code couch_db:new_revid}).
 */
final class RevisionHash {
  private RevisionHash() {}

  /** Of the edit, as a child of the revision {@code start-previous}; empty if there is none. */
  static String of(DocumentEdit edit, ObjectNode body, long start, String previous) {
    ErlangTerm term = new ErlangTerm().list(5).atom(String.valueOf(edit.deleted())).integer(start);
    if (previous.isEmpty()) {
      term.integer(0);
    } else {
      term.binary(start == 0 ? previous.getBytes(UTF_8) : Rev.idBytes(previous));
    }
    attachments(term.json(body), edit.attachments()).nil();
    return HexFormat.of().formatHex(md5().digest(term.toByteArray()));
  }

  private static ErlangTerm attachments(ErlangTerm term, List<Attachment> attachments) {
    if (!attachments.isEmpty()) {
      term.list(attachments.size());
      for (int i = attachments.size() - 1; i >= 0; i--) {
        Attachment attachment = attachments.get(i);
        term.tuple(3).binary(attachment.name()).binary(attachment.type());
        term.binary(HexFormat.of().parseHex(attachment.md5()));
      }
    }
    return term.nil();
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
