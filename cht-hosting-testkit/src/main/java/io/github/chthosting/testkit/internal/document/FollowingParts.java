package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.Attachment;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Gives attachments that follow in a multipart body their bytes. As CouchDB does, parts are taken
 * in their order, whatever names they have, by the lengths that the document tells.
 */
final class FollowingParts {
  /** No parts, for a body of JSON alone. */
  static final FollowingParts NONE = new FollowingParts(null);

  private final @Nullable MultipartReader parts;

  FollowingParts(@Nullable MultipartReader parts) {
    this.parts = parts;
  }

  Attachment next(AttachmentBytes bytes, String name, String type, JsonNode json)
      throws IOException {
    boolean gzip = json.path("encoding").asString("").equals("gzip");
    JsonNode length = json.path("length");
    JsonNode coded = gzip ? json.path("encoded_length") : length;
    long size = (coded.isIntegralNumber() ? coded : length).asLong(-1);
    if (parts == null) {
      return new Attachment(name, type, null, Attachment.NOWHERE, 0, false, 0);
    }
    if (size < 0) {
      throw ApiException.failure("function_clause");
    }
    Exactly content = new Exactly(parts, size);
    long revpos = json.path("revpos").asLong(0);
    String digest = json.path("digest").asString("");
    Attachment result =
        gzip
            ? bytes.gzipped(name, type, revpos, content, digest, length.asLong(-1))
            : bytes.plain(name, type, revpos, content, digest);
    content.finish();
    return result;
  }

  /** A stream of exactly so many bytes of the parts. */
  private static final class Exactly extends InputStream {
    private final MultipartReader parts;
    private long left;

    Exactly(MultipartReader parts, long size) {
      this.parts = parts;
      this.left = size;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      if (left == 0 || len == 0) {
        return left == 0 ? -1 : 0;
      }
      int n = parts.read(b, off, (int) Math.min(len, left));
      while (n < 0) {
        if (!parts.nextPart()) {
          throw ApiException.badRequest("attachment shorter than expected");
        }
        n = parts.read(b, off, (int) Math.min(len, left));
      }
      left -= n;
      return n;
    }

    void finish() throws IOException {
      if (parts.read(new byte[1], 0, 1) > 0) {
        throw ApiException.badRequest("attachment longer than expected");
      }
    }
  }
}
