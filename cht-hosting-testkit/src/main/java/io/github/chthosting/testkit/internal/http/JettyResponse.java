package io.github.chthosting.testkit.internal.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** An answer through Jetty. Without {@code Content-Length} its body is chunked, however short. */
final class JettyResponse implements io.github.chthosting.testkit.internal.http.Response {
  private static final int BUFFER = 32 * 1024;

  private final Request request;
  private final Response jetty;
  private @Nullable OutputStream body;
  private boolean aborted;

  JettyResponse(Request request, Response jetty) {
    this.request = request;
    this.jetty = jetty;
    jetty.setStatus(200);
  }

  @Override
  public JettyResponse status(int status) {
    jetty.setStatus(status);
    return this;
  }

  @Override
  public JettyResponse header(String name, String value) {
    if (name.equalsIgnoreCase("Content-Type") || name.equalsIgnoreCase("Content-Length")) {
      jetty.getHeaders().put(name, value);
    } else {
      jetty.getHeaders().add(name, value);
    }
    return this;
  }

  @Override
  public OutputStream body() {
    if (body == null) {
      if (!jetty.getHeaders().contains("Cache-Control")
          && "application/json".equals(jetty.getHeaders().get("Content-Type"))) {
        jetty.getHeaders().put("Cache-Control", "must-revalidate");
      }
      body =
          request.getMethod().equals("HEAD")
              ? OutputStream.nullOutputStream()
              : new BufferedOutputStream(new Unending(Content.Sink.asOutputStream(jetty)), BUFFER);
    }
    return body;
  }

  @Override
  public boolean isCommitted() {
    return jetty.isCommitted() || body != null;
  }

  @Override
  public void abort() {
    aborted = true;
    request.getConnectionMetaData().getConnection().getEndPoint().close();
  }

  boolean isAborted() {
    return aborted;
  }

  /** Sends what is left, and ends the body. */
  void finish() throws IOException {
    if (body == null) {
      jetty.getHeaders().put("Content-Length", 0);
    }
    body().flush();
  }

  /**
   * Keeps Jetty from seeing the end together with the first bytes, for which it would compute a
   * length instead of sending chunks. The end is told when the exchange completes.
   */
  private static final class Unending extends OutputStream {
    private final OutputStream out;

    Unending(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      out.flush();
    }
  }
}
