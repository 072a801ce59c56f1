package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** {@code /_utils}: the redirection, but no pages. */
final class UtilsEndpoint implements Endpoint {

  @Override
  public void handle(Request request, Response response) throws IOException {
    Methods.require(request, "GET,HEAD");
    if (request.rawTarget().startsWith("/_utils/")) {
      byte[] none = "Not found.".getBytes(StandardCharsets.UTF_8);
      response.status(404).header("Content-Type", "text/plain");
      response.header("Cache-Control", "private, must-revalidate");
      response.header("Content-Length", String.valueOf(none.length));
      try (OutputStream body = response.body()) {
        body.write(none);
      }
      return;
    }
    response.status(301).header("Location", request.origin() + "/_utils/");
  }
}
