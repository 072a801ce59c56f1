package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.NodeSettings;
import io.github.chthosting.testkit.internal.store.Attachment;
import io.github.chthosting.testkit.internal.store.Blob;
import io.github.chthosting.testkit.internal.store.BlobSpool;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** Takes attachment bytes in as CouchDB does: digests them, and gzips what compresses. */
public final class AttachmentBytes {
  private static final long GIB = 1L << 30;
  private static final String TYPES =
      "text/*, application/javascript, application/json, application/xml";

  private final BlobSpool spool;
  private final NodeSettings settings;

  public AttachmentBytes(BlobSpool spool, NodeSettings settings) {
    this.spool = spool;
    this.settings = settings;
  }

  /**
   * Bytes that came without coding.
   *
   * @param digest {@code md5-…} that they must have, or null
   */
  Attachment plain(
      String name, String type, long revpos, InputStream bytes, @Nullable String digest)
      throws IOException {
    DigestInputStream plain = new DigestInputStream(bytes, md5());
    Counted counted = new Counted(plain, name, maxSize());
    int level = (int) settings.number("attachments", "compression_level", 8);
    if (level == 0 || !isCompressible(type)) {
      Blob blob = spool.keep(counted);
      String md5 = check(plain, digest);
      return new Attachment(name, type, blob, md5, revpos, false, counted.count);
    }
    DigestInputStream zipped = new DigestInputStream(new GzipStream(counted, level), md5());
    Blob blob = spool.keep(zipped);
    check(plain, digest);
    return new Attachment(name, type, blob, hex(zipped), revpos, true, counted.count);
  }

  /**
   * Bytes in gzip coding, which are kept as they are.
   *
   * @param identityLength without coding, or negative: then the coded length stands for it
   */
  Attachment gzipped(
      String name,
      String type,
      long revpos,
      InputStream bytes,
      @Nullable String digest,
      long identityLength)
      throws IOException {
    DigestInputStream coded = new DigestInputStream(bytes, md5());
    Blob blob = spool.keep(new Counted(coded, name, maxSize()));
    long length = identityLength < 0 ? blob.length() : identityLength;
    return new Attachment(name, type, blob, check(coded, digest), revpos, true, length);
  }

  /** Base 64 as Erlang reads it: white space is skipped, padding is needed. */
  Attachment inline(String name, String type, long revpos, @Nullable String base64)
      throws IOException {
    byte[] bytes = decode(name, base64);
    return plain(name, type, revpos, new ByteArrayInputStream(bytes), null);
  }

  private static byte[] decode(String name, @Nullable String base64) {
    String text = base64 == null ? "!" : base64.replaceAll("[ \t\r\n]", "");
    try {
      if (text.length() % 4 == 0) {
        return Base64.getDecoder().decode(text);
      }
    } catch (IllegalArgumentException e) {
      throw invalid(name);
    }
    throw invalid(name);
  }

  private static ApiException invalid(String name) {
    return ApiException.badRequest("Invalid attachment data for " + name);
  }

  private boolean isCompressible(String type) {
    String types = settings.get("attachments", "compressible_types");
    String media = RequestBody.mediaType(type).trim().toLowerCase(Locale.ROOT);
    for (String pattern : (types == null ? TYPES : types).split(",", -1)) {
      String wanted = pattern.trim().toLowerCase(Locale.ROOT);
      int star = wanted.indexOf('*');
      boolean matches =
          star < 0 ? media.equals(wanted) : media.startsWith(wanted.substring(0, star));
      if (!wanted.isEmpty() && matches) {
        return true;
      }
    }
    return false;
  }

  private long maxSize() {
    return settings.number("couchdb", "max_attachment_size", GIB);
  }

  /** The bytes without coding. */
  static InputStream decoded(Attachment attachment) throws IOException {
    InputStream bytes = attachment.content().open();
    return attachment.gzip() ? new GZIPInputStream(bytes) : bytes;
  }

  /** Prints the bytes without coding, in base 64. */
  static void base64(Attachment attachment, JsonPrinter out) throws IOException {
    try (InputStream in = decoded(attachment);
        OutputStream encoded = Base64.getEncoder().wrap(new Unclosed(out))) {
      in.transferTo(encoded);
    }
  }

  private static String check(DigestInputStream in, @Nullable String digest) {
    String md5 = hex(in);
    if (digest != null && digest.startsWith("md5-")) {
      String is = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(md5));
      if (!digest.equals("md5-" + is)) {
        throw ApiException.failure("function_clause");
      }
    }
    return md5;
  }

  private static String hex(DigestInputStream in) {
    return HexFormat.of().formatHex(in.getMessageDigest().digest());
  }

  private static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** Counts, and refuses what is too much. */
  private static final class Counted extends FilterInputStream {
    private final String name;
    private final long limit;
    private long count;

    Counted(InputStream in, String name, long limit) {
      super(in);
      this.name = name;
      this.limit = limit;
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      counted(b < 0 ? 0 : 1);
      return b;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
      int n = super.read(b, off, len);
      counted(n);
      return n;
    }

    private void counted(int n) {
      count += Math.max(0, n);
      if (count > limit) {
        throw new ApiException(413, "attachment_too_large", name);
      }
    }
  }

  /** Leaves the printer open. */
  private static final class Unclosed extends OutputStream {
    private final JsonPrinter out;

    Unclosed(JsonPrinter out) {
      this.out = out;
    }

    @Override
    public void write(int b) {
      out.write(b);
    }

    @Override
    public void write(byte[] b, int off, int len) {
      out.write(b, off, len);
    }
  }
}
