package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/** Signals that no answer could be had: name not found, connection refused or cut, TLS refused. */
public class UnreachableException extends HostingException {
  private static final long serialVersionUID = 1L;

  public UnreachableException(String operation, String message, @Nullable Throwable cause) {
    this(operation, message, true, cause);
  }

  /** {@code retryable} false for what time does not heal: certificates, the wrong protocol. */
  public UnreachableException(
      String operation, String message, boolean retryable, @Nullable Throwable cause) {
    super(operation, message, retryable, cause);
  }
}
