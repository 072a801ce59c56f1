package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Query;
import io.github.chthosting.testkit.internal.store.Rev;
import org.jspecify.annotations.Nullable;

/** The {@code Destination} header. */
record Destination(String id, @Nullable Rev rev) {
  static Destination parse(@Nullable String header) {
    if (header == null) {
      throw ApiException.badRequest("Destination header is mandatory for COPY.");
    }
    if (header.startsWith("http://") || header.startsWith("https://")) {
      throw ApiException.badRequest("Destination URL must be relative.");
    }
    int question = header.indexOf('?');
    String id = question < 0 ? header : header.substring(0, question);
    int equals = header.indexOf('=', Math.max(question, 0));
    Rev rev = question < 0 || equals < 0 ? null : Rev.parse(header.substring(equals + 1));
    return new Destination(Query.decoded(id), rev);
  }
}
