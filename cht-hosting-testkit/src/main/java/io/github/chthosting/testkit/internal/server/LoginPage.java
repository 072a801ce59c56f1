package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.http.Response;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;

/** The page to which CouchDB sends browsers that are not signed in. */
final class LoginPage {
  private LoginPage() {}

  /** The refusal as whoever asked is told it: 302 to the page for who takes HTML first, and 401. */
  static ApiException instead(ApiException refusal, Request request, Response response) {
    if (refusal.status() != 401 || !"text/html".equals(request.header("Accept"))) {
      return refusal;
    }
    String page =
        "/_utils/session.html?return="
            + encoded(request.rawTarget())
            + "&reason="
            + encoded(refusal.reason());
    response.header("Location", request.origin() + page);
    return new ApiException(302, refusal.error(), refusal.reason());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
