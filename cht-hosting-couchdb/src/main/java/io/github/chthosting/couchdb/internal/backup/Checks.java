package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.TruncatedException;
import java.io.IOException;

/** Checks of bytes that came from a server. */
final class Checks {
  private Checks() {}

  /**
   * Checks an attachment against what its document says.
   *
   * @param missing bytes that did not come
   * @param more whether more came
   */
  static void attachment(Stub stub, long missing, boolean more, String md5) throws IOException {
    if (missing > 0 || more) {
      throw new TruncatedException(
          "attachment '%s' has %s %d bytes that its document states"
              .formatted(
                  stub.name(), missing > 0 ? "less than the" : "more than the", stub.length()));
    }
    if (stub.hasMd5() && !stub.md5().equals(md5)) {
      throw new TruncatedException(
          "attachment '%s' has the MD5 %s, and its document states %s"
              .formatted(stub.name(), md5, stub.md5()));
    }
  }
}
