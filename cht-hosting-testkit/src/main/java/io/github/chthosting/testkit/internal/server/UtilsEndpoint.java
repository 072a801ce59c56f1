package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;

/** {@code /_utils}: the redirection, but no pages. */
final class UtilsEndpoint implements Endpoint {

  @Override
  public void handle(Request request, Response response) {
    Methods.require(request, "GET,HEAD");
    if (request.rawTarget().startsWith("/_utils/")) {
      throw ApiException.notFound("missing");
    }
    response.status(301).header("Location", request.origin() + "/_utils/");
  }
}
