package io.github.chthosting.testkit.internal.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A document's body without its special fields ({@code _id}, {@code _rev}, …), as the text that
 * CouchDB would print. Immutable, thread-safe; its array is not to be written to.
 */
public final class JsonBody implements RevisionLeaf.JsonSource {
  /** {@code {}}. */
  public static final JsonBody EMPTY = new JsonBody(new byte[] {'{', '}'});

  private final byte[] text;
  private final @Nullable ObjectNode exact;

  /** A body from text that {@link JsonText} printed. */
  public JsonBody(byte[] text) {
    this(text, null);
  }

  private JsonBody(byte[] text, @Nullable ObjectNode exact) {
    this.text = text;
    this.exact = exact;
  }

  /** A body from an object; later changes of the object do not show. */
  public static JsonBody of(ObjectNode object) {
    if (object.isEmpty()) {
      return EMPTY;
    }
    byte[] text = JsonText.bytes(object);
    return new JsonBody(text, hasMinusZero(object) ? object.deepCopy() : null);
  }

  // Minus zero is printed as zero, yet it counts for the revision.
  private static boolean hasMinusZero(JsonNode node) {
    if (node.isFloatingPointNumber()) {
      return Double.doubleToRawLongBits(node.doubleValue()) == Double.doubleToRawLongBits(-0.0);
    }
    for (JsonNode child : node) {
      if (hasMinusZero(child)) {
        return true;
      }
    }
    return false;
  }

  /** The text, UTF-8: an object. */
  public byte[] text() {
    return text;
  }

  @Override
  public JsonBody load() {
    return this;
  }

  @Override
  public int length() {
    return text.length;
  }

  /** Parses the text; a new tree at each call. */
  public ObjectNode tree() {
    return exact == null ? JsonText.object(text) : exact.deepCopy();
  }
}
