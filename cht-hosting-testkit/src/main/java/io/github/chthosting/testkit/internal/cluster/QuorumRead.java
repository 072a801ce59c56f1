package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.Rev;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Validation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a document from as many copies as it takes until enough agree. With a quorum of one the
 * first copy that answers is believed, also if it has not got the document yet.
 */
final class QuorumRead {
  private final ShardSelection selection;
  private final Quorum quorum;

  QuorumRead(ShardSelection selection, Quorum quorum) {
    this.selection = selection;
    this.quorum = quorum;
  }

  Optional<StoredDocument> document(String id) {
    List<OpenShard> copies = selection.ofDocument(id);
    if (copies.isEmpty()) {
      throw new ApiException(500, "error", "read_failure");
    }
    int needed = quorum.read(selection.map());
    Map<List<Rev>, Integer> votes = new HashMap<>();
    List<StoredDocument> found = new ArrayList<>();
    for (OpenShard copy : copies) {
      Optional<StoredDocument> document = copy.file().document(id);
      document.ifPresent(found::add);
      if (votes.merge(revisions(document), 1, Integer::sum) >= needed) {
        return document;
      }
    }
    return repaired(id, copies, found);
  }

  private static List<Rev> revisions(Optional<StoredDocument> document) {
    return document
        .map(present -> present.leaves().stream().map(RevisionLeaf::rev).toList())
        .orElse(List.of());
  }

  /** Copies that do not agree are brought to the same revisions before one answers. */
  private static Optional<StoredDocument> repaired(
      String id, List<OpenShard> copies, List<StoredDocument> found) {
    if (copies.size() > 1) {
      List<DocumentEdit> all = new ArrayList<>();
      for (StoredDocument document : found) {
        document.leaves().forEach(leaf -> all.add(leaf.toEdit(id)));
      }
      for (OpenShard copy : copies) {
        all.forEach(edit -> copy.file().write(List.of(edit), true, Validation.NONE));
      }
    }
    return copies.stream()
        .map(copy -> copy.file().document(id))
        .flatMap(Optional::stream)
        .max(
            Comparator.comparing((StoredDocument document) -> !document.isDeleted())
                .thenComparing(document -> document.winner().rev()));
  }
}
