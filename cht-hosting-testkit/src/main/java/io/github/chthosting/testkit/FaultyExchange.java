package io.github.chthosting.testkit;

import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** An exchange that a fault struck. */
final class FaultyExchange implements Endpoint {
  private static final Duration BEAT = Duration.ofMillis(100);

  private final FaultEffect effect;
  private final Endpoint endpoint;

  FaultyExchange(FaultEffect effect, Endpoint endpoint) {
    this.effect = effect;
    this.endpoint = endpoint;
  }

  @Override
  public void handle(Request request, Response response) throws IOException {
    pause(effect.delay());
    if (effect.cutAfter() < 0) {
      response.abort();
    } else {
      Response faulty = new FaultyResponse(effect, response);
      try {
        answer(request, faulty);
      } catch (Ended e) {
        return; // the rest of the true answer is not wanted
      }
      if (effect.endless()) {
        goOn(faulty.body());
      }
    }
  }

  private void answer(Request request, Response response) throws IOException {
    if (effect.status() == 0) {
      endpoint.handle(request, response);
      return;
    }
    request.body().readAllBytes();
    response.status(effect.status()).header("Content-Type", "application/json");
    try (OutputStream body = response.body()) {
      body.write(effect.body().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void goOn(OutputStream body) throws IOException {
    while (true) {
      body.write('\n');
      body.flush();
      pause(BEAT);
    }
  }

  private static void pause(Duration time) throws IOException {
    try {
      Thread.sleep(time.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /** Ends an answer before its own end. */
  private static final class Ended extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** An answer whose body goes through the fault; it is chunked, as its length is not known. */
  private record FaultyResponse(FaultEffect effect, Response inner) implements Response {
    @Override
    public Response status(int status) {
      inner.status(status);
      return this;
    }

    @Override
    public Response header(String name, String value) {
      boolean longer = effect.endless() || effect.errorAfter() < Long.MAX_VALUE;
      if (!longer || !name.equalsIgnoreCase("Content-Length")) {
        inner.header(name, value);
      }
      return this;
    }

    @Override
    public OutputStream body() throws IOException {
      return new FaultyStream(effect, inner);
    }

    @Override
    public boolean isCommitted() {
      return inner.isCommitted();
    }

    @Override
    public void abort() {
      inner.abort();
    }
  }

  private static final class FaultyStream extends OutputStream {
    private final FaultEffect effect;
    private final Response response;
    private final OutputStream out;
    private long sent;

    FaultyStream(FaultEffect effect, Response response) throws IOException {
      this.effect = effect;
      this.response = response;
      this.out = response.body();
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      int done = 0;
      while (done < length) {
        endIfDue();
        int size = (int) Math.min(length - done, effect.cutAfter() - sent);
        if (sent + size > effect.errorAfter()) {
          size = failAtLineEnd(bytes, offset + done, size);
        }
        out.write(bytes, offset + done, size);
        done += size;
        sent += size;
      }
      endIfDue();
    }

    /** CouchDB fails between two rows: before the comma and line feed that part them. */
    private int failAtLineEnd(byte[] bytes, int from, int size) throws IOException {
      int first = from + (int) Math.max(0, effect.errorAfter() - sent);
      for (int i = first; i < from + size; i++) {
        if (bytes[i] == '\n') {
          out.write(bytes, from, (i > from && bytes[i - 1] == ',' ? i - 1 : i) - from);
          fail();
        }
      }
      return size;
    }

    private void fail() throws IOException {
      String error = "\n{\"code\":500,\"error\":\"timeout\",\"reason\":\"injected\"}\n";
      out.write(error.getBytes(StandardCharsets.UTF_8));
      out.flush();
      throw new Ended();
    }

    private void endIfDue() throws IOException {
      if (sent >= effect.cutAfter()) {
        out.flush();
        response.abort();
        throw new Ended();
      }
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
