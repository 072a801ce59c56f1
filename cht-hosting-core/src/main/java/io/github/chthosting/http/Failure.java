package io.github.chthosting.http;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import org.jspecify.annotations.Nullable;

/**
 * Why one attempt had no answer.
 *
 * @param kind decides the type of the exception, and whether another attempt makes sense
 * @param problem what happened, in words
 * @param advice what to do next; may be empty
 * @param sent whether the server may have seen the request
 */
record Failure(Kind kind, String problem, String advice, boolean sent, @Nullable Exception cause) {

  enum Kind {
    UNREACHABLE,
    TIMED_OUT,
    /** Trying again cannot help: certificates, wrong protocol, a port of something else. */
    PERMANENT,
    CANCELLED,
    /** Our side failed to produce the request's body. */
    BODY
  }

  boolean mayPass() {
    return kind == Kind.UNREACHABLE || kind == Kind.TIMED_OUT;
  }

  /** Returns whether it counts in the address's circuit breaker: connections, not slow answers. */
  boolean speaksAgainstTheAddress() {
    return kind == Kind.UNREACHABLE || (kind == Kind.TIMED_OUT && !sent);
  }

  /** The same failure, met while signing in; the request itself was not sent. */
  Failure whileSigningIn() {
    return new Failure(kind, "signing in at _session: " + problem, advice, false, cause);
  }

  /** {@code GET http://c:5984/x - connection refused (attempt 1 of 5). Check ...}. */
  HostingException exception(String operation, String attempts) {
    String message =
        operation
            + " - "
            + problem
            + " ("
            + attempts
            + ")."
            + (advice.isEmpty() ? "" : " " + advice);
    return switch (kind) {
      case UNREACHABLE -> new UnreachableException(operation, message, cause);
      case PERMANENT -> new UnreachableException(operation, message, false, cause);
      case TIMED_OUT -> new TimedOutException(operation, message, cause);
      case CANCELLED -> new OperationCancelledException(operation, message, cause);
      case BODY -> new HostingException(operation, message, false, cause);
    };
  }
}
