package io.github.chthosting.testkit.internal.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.chthosting.testkit.internal.document.DocumentPrinter;
import io.github.chthosting.testkit.internal.document.ReadOptions;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.JsonText;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Documents as functions and selectors see them. */
final class Documents {
  private Documents() {}

  /** With {@code _id}, {@code _rev} and stubs of attachments. */
  static ObjectNode json(String id, RevisionLeaf leaf) {
    if (!leaf.attachments().isEmpty()) {
      return printed(id, leaf);
    }
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("_id", id).put("_rev", leaf.rev().toString());
    return json.setAll(leaf.body().tree());
  }

  private static ObjectNode printed(String id, RevisionLeaf leaf) {
    JsonPrinter printer = new JsonPrinter(512);
    try {
      new DocumentPrinter(printer, ReadOptions.PLAIN).revision(id, leaf);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return (ObjectNode) JsonText.parse(printer.toByteArray());
  }
}
