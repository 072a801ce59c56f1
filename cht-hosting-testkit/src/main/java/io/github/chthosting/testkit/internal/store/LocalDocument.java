package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * A {@code _local/…} document, which has no history.
 *
 * @param id with its {@code _local/}
 * @param rev {@code 0-1}, {@code 0-2}, …
 */
public record LocalDocument(String id, String rev, JsonBody body) {

  /**
   * The revision that follows what a client gave, which CouchDB takes without a check.
   *
   * @throws ApiException 500 when it is no number
   */
  static String revAfter(@Nullable String rev) {
    if (rev == null) {
      return "0-1";
    }
    try {
      if (rev.startsWith("0-")) {
        return "0-" + new BigInteger(rev.substring(2)).add(BigInteger.ONE);
      }
    } catch (NumberFormatException e) {
      throw invalid();
    }
    throw invalid();
  }

  private static ApiException invalid() {
    return new ApiException(500, "error", "Invalid rev format");
  }
}
