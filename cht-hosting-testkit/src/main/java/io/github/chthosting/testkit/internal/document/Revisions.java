package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import io.github.chthosting.testkit.internal.store.Rev;
import org.jspecify.annotations.Nullable;

/** The revision that a request names. */
final class Revisions {
  private Revisions() {}

  /**
   * The revision of {@code If-Match} or {@code told}, which must not differ; null if there is
   * neither.
   */
  static @Nullable Rev ifMatch(Request request, @Nullable Rev told) {
    String header = request.header("If-Match");
    if (header == null) {
      return told;
    }
    Rev rev = Rev.parse(header.replaceAll("^\"+|\"+$", ""));
    if (told != null && !told.equals(rev)) {
      throw ApiException.badRequest("Document rev and etag have different values");
    }
    return rev;
  }

  /** The revision of {@link #ifMatch}, with the {@code rev} of the query. */
  static @Nullable Rev asked(Request request) {
    String inQuery = request.query().get("rev");
    return ifMatch(request, inQuery == null ? null : Rev.parse(inQuery));
  }
}
