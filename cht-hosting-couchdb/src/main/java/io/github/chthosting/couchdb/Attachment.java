package io.github.chthosting.couchdb;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.http.Reply;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.util.OptionalLong;
import java.util.zip.GZIPInputStream;

/**
 * An attachment that is being read. Close it. Not thread-safe, except that {@link #close()} may
 * come from another thread to cut a read that hangs.
 */
public final class Attachment implements AutoCloseable {
  private static final int MD5_CHARACTERS = 24;

  private final Reply reply;

  Attachment(Reply reply) {
    this.reply = reply;
  }

  /** Returns its media type. */
  public String contentType() {
    return reply.header("Content-Type").orElse("application/octet-stream");
  }

  /**
   * {@code md5-} and the Base64 of the MD5 of the bytes as CouchDB holds them; empty if unknown.
   */
  public String digest() {
    String tag = reply.header("ETag").orElse("").replace("\"", "");
    return tag.length() == MD5_CHARACTERS ? "md5-" + tag : "";
  }

  /** Returns whether CouchDB holds it compressed; {@link #body()} is not. */
  public boolean isCompressed() {
    return "gzip".equalsIgnoreCase(reply.header("Content-Encoding").orElse(""));
  }

  /** Returns its length; empty if CouchDB holds it compressed. */
  public OptionalLong length() {
    return isCompressed()
        ? OptionalLong.empty()
        : reply.header("Content-Length").stream().mapToLong(Long::parseLong).findFirst();
  }

  /**
   * Returns its bytes, as they were written. To be called once. The end of the stream is reached
   * only if the digest is right.
   *
   * @throws IOException from a read, if the connection is cut or stalls
   */
  public InputStream body() throws IOException {
    return isCompressed() ? new Unzipped(stored()) : stored();
  }

  /**
   * Returns its bytes as CouchDB holds them: compressed where {@link #isCompressed()}. To be called
   * once.
   */
  public InputStream stored() {
    return new Checked(reply, digest());
  }

  @Override
  public void close() {
    reply.close();
  }

  /** Reads what is behind gzip's own end, too, so that the digest is compared. */
  private static final class Unzipped extends GZIPInputStream {
    Unzipped(InputStream stored) throws IOException {
      super(stored, 1 << 14);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = super.read(bytes, offset, length);
      if (read < 0) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      return read;
    }
  }

  /** Compares the digest when the end is reached. */
  private static final class Checked extends FilterInputStream {
    private final MessageDigest md5 = Digests.md5();
    private final Reply reply;
    private final String expected;
    private boolean ended;

    Checked(Reply reply, String expected) {
      super(reply.body());
      this.reply = reply;
      this.expected = expected;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read = ended ? -1 : super.read(bytes, offset, length);
      if (read >= 0) {
        md5.update(bytes, offset, read);
      } else if (!ended) {
        ended = true;
        verify();
      }
      return read;
    }

    private void verify() {
      String actual = "md5-" + Digests.base64(md5);
      if (!expected.isEmpty() && !expected.equals(actual)) {
        throw new VerificationFailedException(
            reply.operation(),
            reply.operation() + ": CouchDB says " + expected + ", but the bytes are " + actual,
            null);
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    @Override
    public long skip(long count) throws IOException {
      return readNBytes((int) Math.min(count, 1 << 16)).length;
    }
  }
}
