package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.internal.document.DocumentPrinter;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Documents as functions and selectors see them. */
final class Documents {
  private Documents() {}

  /** The document with {@code _id}, {@code _rev} and stubs of attachments. */
  static ObjectNode json(String id, RevisionLeaf leaf) {
    if (!leaf.attachments().isEmpty()) {
      return DocumentPrinter.json(id, leaf);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", id).put("_rev", leaf.rev().toString());
    return json.setAll(leaf.body().tree());
  }
}
