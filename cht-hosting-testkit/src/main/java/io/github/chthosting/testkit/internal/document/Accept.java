package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.Request;
import org.jspecify.annotations.Nullable;

/** The content types that a client accepts. */
final class Accept {
  private Accept() {}

  /** Returns whether the media type is accepted; without a header all are. */
  static boolean type(Request request, String type) {
    String header = request.header("Accept");
    if (header == null) {
      return true;
    }
    String range = type.substring(0, type.indexOf('/')) + "/*";
    boolean found = false;
    for (String part : header.split(",", -1)) {
      String name = RequestBody.mediaType(part).trim();
      boolean wanted = quality(part) > 0;
      if (name.equals(type) && !wanted) {
        return false;
      }
      found |= wanted && (name.equals(type) || name.equals(range) || name.equals("*/*"));
    }
    return found;
  }

  /** Returns whether gzip coding is named and accepted. */
  static boolean gzip(Request request) {
    @Nullable String header = request.header("Accept-Encoding");
    if (header == null) {
      return false;
    }
    for (String part : header.split(",", -1)) {
      String name = RequestBody.mediaType(part).trim();
      if (name.equals("gzip") || name.equals("*")) {
        return quality(part) > 0;
      }
    }
    return false;
  }

  private static double quality(String part) {
    int q = part.replace(" ", "").indexOf(";q=");
    if (q < 0) {
      return 1;
    }
    try {
      return Double.parseDouble(part.replace(" ", "").substring(q + 3));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
