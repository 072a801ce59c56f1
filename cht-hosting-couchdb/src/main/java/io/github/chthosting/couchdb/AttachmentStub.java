package io.github.chthosting.couchdb;

import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The description of an attachment in its document.
 *
 * @param contentType its media type
 * @param length bytes as stored by the writer, before any encoding by CouchDB; -1 if not said
 * @param digest {@code md5-} and the Base64 of the MD5 of the bytes as CouchDB holds them, which
 *     for an encoded attachment are the encoded ones; empty if not said
 * @param revpos the generation in which it was last written; 0 if not said
 * @param encoding {@code gzip} where CouchDB holds it compressed; said only if asked for with
 *     {@link ReadOptions#attachmentEncoding()}
 * @param encodedLength bytes as CouchDB holds them, -1 if not said
 */
public record AttachmentStub(
    String contentType,
    long length,
    String digest,
    int revpos,
    Optional<String> encoding,
    long encodedLength) {

  static AttachmentStub of(JsonNode stub) {
    return new AttachmentStub(
        stub.path("content_type").asString("application/octet-stream"),
        stub.path("length").asLong(-1),
        stub.path("digest").asString(""),
        stub.path("revpos").asInt(0),
        Optional.ofNullable(stub.path("encoding").stringValue(null)),
        stub.path("encoded_length").asLong(-1));
  }
}
