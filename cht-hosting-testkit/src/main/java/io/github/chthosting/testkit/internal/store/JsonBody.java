package io.github.chthosting.testkit.internal.store;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A document's body without its special fields ({@code _id}, {@code _rev}, …), as the text that
 * CouchDB would print. Immutable, thread-safe; its array is not to be written to.
 */
public final class JsonBody implements RevisionLeaf.JsonSource {
  /** {@code {}}. */
  public static final JsonBody EMPTY = new JsonBody(new byte[] {'{', '}'});

  private final byte[] text;

  /** Of a text that {@link JsonText} printed. */
  public JsonBody(byte[] text) {
    this.text = text;
  }

  /** Of an object; later changes of it do not show. */
  public static JsonBody of(ObjectNode object) {
    return object.isEmpty() ? EMPTY : new JsonBody(JsonText.bytes(object));
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
    return JsonText.object(text);
  }
}
