package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.auth.UserPasswords;
import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.JsonBody;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The rules by which a clustered database treats documents before it writes them. */
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
    return isOfUsers(map.database()) ? edits.stream().map(this::hashed).toList() : edits;
  }

  /** CouchDB hashes passwords in {@code x/_users} too. */
  private static boolean isOfUsers(String database) {
    return database.equals("_users") || database.endsWith("/_users");
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

  /** Throws 400 if an id has no partition, as CouchDB does also where it reads. */
  static void checkColon(String id) {
    boolean free = id.startsWith("_design/") || id.startsWith("_local/");
    if (!free && id.indexOf(':') < 0) {
      throw illegal("Doc id must be of form partition:id");
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
