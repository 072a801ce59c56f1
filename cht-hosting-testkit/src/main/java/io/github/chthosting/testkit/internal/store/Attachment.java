package io.github.chthosting.testkit.internal.store;

import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * An attachment of one revision, or the stub of one in an edit.
 *
 * @param name may hold slashes
 * @param type the media type
 * @param data the bytes as they are kept (gzipped if {@code gzip}); null for a stub in an edit,
 *     whose other fields but {@code name} and {@code revpos} mean nothing then
 * @param md5 of {@code data}, 16 bytes in hexadecimal
 * @param revpos the generation that brought it; of a stub in an edit negative when it was not told
 * @param gzip whether the bytes are kept in gzip coding
 * @param identityLength bytes without coding
 */
public record Attachment(
    String name,
    String type,
    @Nullable Blob data,
    String md5,
    long revpos,
    boolean gzip,
    long identityLength) {

  /** The value of {@code md5} for an attachment whose part should follow, and does not. */
  public static final String NOWHERE = "nowhere";

  public boolean isStub() {
    return data == null;
  }

  /** The digest as CouchDB prints it: {@code md5-…} in base 64. */
  public String digest() {
    return "md5-" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5));
  }

  /** The bytes as they are kept. */
  public Blob content() {
    if (data == null) {
      throw new IllegalStateException("the stub " + name + " has no content");
    }
    return data;
  }

  public Attachment withRevpos(long generation) {
    return new Attachment(name, type, data, md5, generation, gzip, identityLength);
  }
}
