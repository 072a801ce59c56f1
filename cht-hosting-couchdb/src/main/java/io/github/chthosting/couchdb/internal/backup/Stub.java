package io.github.chthosting.couchdb.internal.backup;

import java.util.Base64;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;

/**
 * The entry of one attachment in its document.
 *
 * @param name of the attachment
 * @param digest CouchDB's, such as {@code md5-…}; empty if it has none
 * @param length bytes as they are stored and sent: of the encoded form if it has one
 * @param encoded whether it is stored as gzip
 */
record Stub(String name, String digest, long length, boolean encoded) {
  private static final String MD5 = "md5-";

  static Stub of(String name, JsonNode stub) {
    boolean encoded = stub.path("encoding").asString("").equals("gzip");
    long length = stub.path(encoded ? "encoded_length" : "length").asLong(-1);
    return new Stub(name, stub.path("digest").asString(""), length, encoded);
  }

  /** Returns whether its bytes can be checked. */
  boolean hasMd5() {
    return digest.startsWith(MD5);
  }

  /** The MD5 in hex; empty if there is none, or something else in its place. */
  String md5() {
    try {
      return hasMd5()
          ? HexFormat.of().formatHex(Base64.getDecoder().decode(digest.substring(MD5.length())))
          : "";
    } catch (IllegalArgumentException e) {
      return "";
    }
  }
}
