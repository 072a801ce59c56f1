package io.github.chthosting.testkit.internal.cluster;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.testkit.internal.auth.UserPasswords;
import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonBody;
import java.util.List;

/** What a clustered database does to documents before it writes them. */
final class EditRules {
  private final ShardMap map;
  private final NodeConfig config;

  EditRules(ShardMap map, NodeConfig config) {
    this.map = map;
    this.config = config;
  }

  /**
   * The edits as they are to be written.
   *
   * @throws ApiException 400 if an id names no partition where it must
   */
  List<DocumentEdit> apply(List<DocumentEdit> edits) {
    if (map.isPartitioned()) {
      edits.forEach(edit -> checkPartition(edit.id()));
    }
    return map.database().equals("_users") ? edits.stream().map(this::hashed).toList() : edits;
  }

  /** Throws 400 unless the id is {@code partition:document}, or that of a design document. */
  static void checkPartition(String id) {
    if (id.startsWith("_design/") || id.startsWith("_local/")) {
      return;
    }
    int colon = id.indexOf(':');
    if (colon < 0) {
      throw illegal("Doc id must be of form partition:id");
    }
    if (colon == 0) {
      throw new ApiException(400, "illegal_partition", "Partition must not be empty");
    }
    if (colon == id.length() - 1) {
      throw illegal("Document id must not be empty");
    }
  }

  private static ApiException illegal(String reason) {
    return new ApiException(400, "illegal_docid", reason);
  }

  private DocumentEdit hashed(DocumentEdit edit) {
    if (edit.deleted() || edit.id().startsWith("_design/")) {
      return edit;
    }
    ObjectNode body = edit.body().tree();
    return UserPasswords.isPlain(body)
        ? new DocumentEdit(
            edit.id(),
            edit.start(),
            edit.revs(),
            false,
            JsonBody.of(UserPasswords.hashed(body, config)),
            edit.attachments())
        : edit;
  }
}
