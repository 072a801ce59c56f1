package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An attachment in a backup.
 *
 * @param name of the attachment
 * @param stub what its document says of it, {@code stored} included
 * @param object of the store that holds it
 * @param offset of its first byte
 * @param length bytes as they are stored
 * @param encoded whether they are gzip
 */
public record StoredAttachment(
    String name, ObjectNode stub, String object, long offset, long length, boolean encoded) {

  /** The attachments that a document's {@code _attachments} names, in its order. */
  public static List<StoredAttachment> of(JsonNode attachments, String folder) throws IOException {
    List<StoredAttachment> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : attachments.properties()) {
      all.add(of(entry.getKey(), entry.getValue(), folder));
    }
    return all;
  }

  private static StoredAttachment of(String name, JsonNode stub, String folder) throws IOException {
    JsonNode stored = stub.path("stored");
    boolean encoded = stub.path("encoding").asString("").equals("gzip");
    JsonNode length = stub.path(encoded ? "encoded_length" : "length");
    if (!(stub instanceof ObjectNode object)
        || !stored.path("part").isString()
        || !stored.path("offset").isIntegralNumber()
        || !length.isIntegralNumber()) {
      throw new IOException("attachment '" + name + "' does not say where it is stored");
    }
    return new StoredAttachment(
        name,
        object,
        folder + "/" + stored.path("part").asString(""),
        stored.path("offset").asLong(0),
        length.asLong(0),
        encoded);
  }

  /** Returns what its document says of its kind. */
  public String contentType() {
    return stub.path("content_type").asString("application/octet-stream");
  }

  /** All of it. */
  public byte[] content(BackupStore store) throws IOException {
    try (InputStream in = store.open(object, offset)) {
      byte[] content = in.readNBytes((int) length);
      if (content.length < length) {
        throw new EOFException(object + " is cut");
      }
      return content;
    }
  }

  /** The entry for a body that follows in another part of the request. */
  public ObjectNode following() {
    ObjectNode json = stub.deepCopy();
    json.remove(List.of("stored", "stub"));
    return json.put("follows", true);
  }

  /** The entry for a body that is within the document. */
  public ObjectNode inline(byte[] content) {
    ObjectNode json = stub.deepCopy();
    json.remove(List.of("stored", "stub", "length", "encoding", "encoded_length"));
    return json.put("data", content);
  }
}
