package io.github.chthosting.testkit.internal.http;

import java.io.IOException;

/** Answers requests. Thread-safe. */
@FunctionalInterface
public interface Endpoint {

  /**
   * Answers, or throws {@link ApiException} for the server to print.
   *
   * @throws IOException the client went away, or the disk failed
   */
  void handle(Request request, Response response) throws IOException;
}
