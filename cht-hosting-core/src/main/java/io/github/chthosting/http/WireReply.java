package io.github.chthosting.http;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import okhttp3.HttpUrl;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** An answer of OkHttp's. */
final class WireReply implements Reply {
  /** A rest of this length is read to keep the connection; a longer one cuts it. */
  static final int DRAINED_BYTES = 64 * 1024;

  private static final int BUFFER = 16 * 1024;

  /** A whole answer may take as long as this many reads that each wait to their limit. */
  private static final int WHOLE_READS = 10;

  private final Response response;
  private final String operation;
  private final int attempts;
  private final WireStream stream;
  private final boolean decoded;
  private final Duration readLimit;
  private @Nullable InputStream body;

  /**
   * {@code decoded} unless the caller itself asked for an encoding; {@code readLimit} of each read,
   * zero for none.
   */
  WireReply(
      Exchange exchange, String operation, int attempts, boolean decoded, Duration readLimit) {
    this.readLimit = readLimit;
    this.response = exchange.response();
    this.operation = operation;
    this.attempts = attempts;
    this.stream = new WireStream(exchange);
    this.decoded = decoded && "gzip".equalsIgnoreCase(response.header("Content-Encoding"));
  }

  @Override
  public int status() {
    return response.code();
  }

  @Override
  public Optional<String> header(String name) {
    return response.headers(name).stream().findFirst();
  }

  @Override
  public InputStream body() {
    if (body == null) {
      body = decoded ? new LazyGzip(stream) : stream;
    }
    return body;
  }

  @Override
  public byte[] bytes(int limit) {
    try (InputStream in = body()) {
      byte[] bytes = whole(in, limit);
      if (bytes.length == limit && in.read() >= 0) {
        throw new HostingException(
            operation,
            operation + " - the answer is longer than the " + limit + " bytes that are read here.",
            false,
            null);
      }
      return bytes;
    } catch (IOException e) {
      throw whileReading(e);
    }
  }

  /** One that comes byte by byte forever keeps every limit of a single read. */
  private byte[] whole(InputStream in, int limit) throws IOException {
    Duration patience = readLimit.multipliedBy(WHOLE_READS);
    long since = System.nanoTime();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] buffer = new byte[BUFFER];
    for (int read;
        bytes.size() < limit
            && (read = in.read(buffer, 0, Math.min(BUFFER, limit - bytes.size()))) >= 0; ) {
      bytes.write(buffer, 0, read);
      if (!readLimit.isZero() && System.nanoTime() - since > patience.toNanos()) {
        throw new EndlessException(patience);
      }
    }
    return bytes.toByteArray();
  }

  private static final class EndlessException extends IOException {
    private static final long serialVersionUID = 1L;

    EndlessException(Duration patience) {
      super("no end within " + Diagnosis.shown(patience));
    }
  }

  private HostingException whileReading(IOException e) {
    if (Diagnosis.isInterrupt(e)) {
      return new OperationCancelledException(
          operation, operation + " - interrupted while the answer was read.", e);
    }
    if (e instanceof EndlessException) {
      String message =
          "%s - the answer has %s, after %d bytes. Something between may keep it open; if it is just slow, allow more time."
              .formatted(operation, e.getMessage(), stream.count());
      return new TimedOutException(operation, message, e);
    }
    if (e instanceof ReadAllowance.EndlessAnswerException) {
      return new HostingException(operation, operation + " - " + e.getMessage() + ".", false, e);
    }
    if (e instanceof SocketTimeoutException) {
      String message =
          operation
              + " - the answer stopped after "
              + stream.count()
              + " bytes, and no more came in time. Check the server's load, or allow more time.";
      return new TimedOutException(operation, message, e);
    }
    String message =
        operation
            + " - the answer was cut after "
            + stream.count()
            + " bytes: "
            + Diagnosis.reason(e)
            + ". Check the server's log, and any proxy between.";
    return new UnreachableException(operation, message, e);
  }

  @Override
  public URI uri() {
    HttpUrl url = response.request().url();
    return URI.create(url.newBuilder().query(null).build().toString());
  }

  @Override
  public String operation() {
    return operation;
  }

  @Override
  public int attempts() {
    return attempts;
  }

  @Override
  public void close() {
    stream.close();
  }

  @Override
  public String toString() {
    return operation + ": " + status();
  }

  /** Reads gzip's header with the first read, not before. */
  private static final class LazyGzip extends InputStream {
    private final InputStream raw;
    private @Nullable InputStream plain;
    private int unused;

    LazyGzip(InputStream raw) {
      this.raw = raw;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int count) throws IOException {
      unused = 0;
      if (plain == null) {
        plain = new GZIPInputStream(new Packed(), BUFFER);
      }
      return plain.read(buffer, offset, count);
    }

    @Override
    public void close() throws IOException {
      raw.close();
    }

    /** The compressed bytes; refuses a stream that goes on without end and unpacks to nothing. */
    private final class Packed extends FilterInputStream {
      Packed() {
        super(raw);
      }

      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        int count = super.read(buffer, offset, length);
        unused += count;
        if (unused > ReadAllowance.BYTES) {
          throw new ReadAllowance.EndlessAnswerException();
        }
        return count;
      }
    }
  }
}
