package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;

/** Carries why one edit of a batch is refused. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private final ApiException reason;

  Refusal(ApiException reason) {
    super(reason.reason(), reason, false, false);
    this.reason = reason;
  }

  ApiException reason() {
    return reason;
  }
}
