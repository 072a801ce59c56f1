package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/**
 * Something failed in the world outside: a server, a network, a folder. The message says what
 * failed, where, what was left untouched and what to do next. It holds no credentials.
 */
public class HostingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final boolean retryable;

  public HostingException(
      String operation, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.operation = operation;
    this.retryable = retryable;
  }

  /** What was being done, such as {@code "PUT /medic/x"} or {@code "backup of medic"}. */
  public String operation() {
    return operation;
  }

  /** Whether the same call may succeed later with nothing changed. */
  public boolean isRetryable() {
    return retryable;
  }
}
