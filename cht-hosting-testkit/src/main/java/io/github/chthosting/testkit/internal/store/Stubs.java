package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The changes that CouchDB makes to the attachments of an edit before it is written. */
final class Stubs {
  private Stubs() {}

  /**
   * The edit with stubs replaced by the attachments they stand for.
   *
   * @throws ApiException 412 {@code missing_stub}
   */
  static DocumentEdit fill(DocumentEdit edit, List<Attachment> previous) {
    if (!edit.hasStubs()) {
      return edit;
    }
    List<Attachment> all = new ArrayList<>();
    for (Attachment attachment : edit.attachments()) {
      boolean missing = attachment.md5().equals(Attachment.NOWHERE);
      all.add(attachment.isStub() && !missing ? stored(edit, attachment, previous) : attachment);
    }
    if (all.stream().anyMatch(Attachment::isStub)) {
      throw ApiException.failure("function_clause");
    }
    return edit.withAttachments(all);
  }

  private static Attachment stored(DocumentEdit edit, Attachment stub, List<Attachment> previous) {
    for (Attachment attachment : previous) {
      if (attachment.name().equals(stub.name())
          && (stub.revpos() < 0 || stub.revpos() == attachment.revpos())) {
        // The mark of what was stored before: its revpos stays.
        return attachment;
      }
    }
    String reason = "Invalid attachment stub in " + edit.id() + " for " + stub.name();
    throw new ApiException(412, "missing_stub", reason);
  }

  /** The edit with {@code generation} as the origin of what it brings itself. */
  static DocumentEdit withRevpos(DocumentEdit edit, DocumentEdit asked, long generation) {
    if (edit.copied() || edit.attachments().isEmpty()) {
      return edit;
    }
    List<Attachment> all = new ArrayList<>();
    for (int i = 0; i < edit.attachments().size(); i++) {
      Attachment attachment = edit.attachments().get(i);
      boolean brought = !asked.attachments().get(i).isStub();
      all.add(brought ? attachment.withRevpos(generation) : attachment);
    }
    return edit.withAttachments(all);
  }

  /** The edit, or 400 if two attachments have one name. */
  static DocumentEdit withoutDuplicates(DocumentEdit edit) {
    Set<String> names = new HashSet<>();
    for (Attachment attachment : edit.attachments()) {
      if (!names.add(attachment.name())) {
        throw ApiException.badRequest("Duplicate attachments");
      }
    }
    return edit;
  }
}
