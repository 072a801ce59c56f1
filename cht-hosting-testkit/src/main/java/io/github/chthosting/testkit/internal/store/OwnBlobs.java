package io.github.chthosting.testkit.internal.store;

import java.util.ArrayList;
import java.util.List;

/**
 * The attachments of one shard in its own folder: a copy of a range has its own bytes, and keeps
 * them when the file that they came from is deleted.
 */
record OwnBlobs(BlobFolder folder) {

  List<DocumentRecord> adopt(List<DocumentRecord> records) {
    return records.stream().map(this::adopt).toList();
  }

  private DocumentRecord adopt(DocumentRecord record) {
    List<Branch> branches = new ArrayList<>();
    record.tree().branches().forEach(branch -> branches.add(branch.mapped(this::adopt)));
    return new DocumentRecord(record.id(), record.seq(), new RevisionTree(List.copyOf(branches)));
  }

  private Revision adopt(Revision revision) {
    if (revision.attachments().isEmpty()) {
      return revision;
    }
    List<Attachment> own = revision.attachments().stream().map(this::adopt).toList();
    return new Revision(revision.deleted(), revision.body(), own, revision.seq());
  }

  private Attachment adopt(Attachment a) {
    Blob own = folder.adopt(a.content());
    return own == a.content()
        ? a
        : new Attachment(
            a.name(), a.type(), own, a.md5(), a.revpos(), a.gzip(), a.identityLength());
  }
}
