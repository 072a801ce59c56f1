package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.cluster.WriteOutcome;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.io.OutputStream;

/** An answer to a write, whose status tells how many copies took it. */
record QuorumResponse(Response inner, WriteOutcome outcome) implements Response {

  @Override
  public Response status(int status) {
    inner.status(outcome.status(status));
    return this;
  }

  @Override
  public Response header(String name, String value) {
    inner.header(name, value);
    return this;
  }

  @Override
  public OutputStream body() throws IOException {
    return inner.body();
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
