package io.github.chthosting.http;

/** One attempt had no answer. */
final class FailedAttempt extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  FailedAttempt(Failure failure) {
    super(failure.problem(), failure.cause());
    this.failure = failure;
  }

  Failure failure() {
    return failure;
  }
}
