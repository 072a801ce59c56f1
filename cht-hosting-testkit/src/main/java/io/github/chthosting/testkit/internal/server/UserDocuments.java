package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Reads documents of {@code _users}, as this node coordinates it. */
final class UserDocuments {
  private final Node node;

  UserDocuments(Node node) {
    this.node = node;
  }

  /** The content, with {@code _conflicts} if there are any; null if there is no such user. */
  @Nullable JsonNode find(String id) {
    String database = node.config().get("chttpd_auth", "authentication_db", "_users");
    if (node.findMap(database).isEmpty()) {
      return null;
    }
    Optional<StoredDocument> document = read(database, id);
    if (document.isEmpty() || document.get().isDeleted()) {
      return null;
    }
    ObjectNode body = document.get().winner().body().tree();
    List<RevisionLeaf> others =
        document.get().leaves().stream().skip(1).filter(leaf -> !leaf.deleted()).toList();
    if (!others.isEmpty()) {
      var conflicts = body.putArray("_conflicts");
      others.forEach(leaf -> conflicts.add(leaf.rev().toString()));
    }
    return body;
  }

  /**
   * Returns what cannot be read is not there, as CouchDB's cache of users has it: administrators
   * get in.
   */
  private Optional<StoredDocument> read(String database, String id) {
    try {
      return node.database(database).document(id);
    } catch (ApiException e) {
      if (e.status() >= 500) {
        return Optional.empty();
      }
      throw e;
    }
  }
}
