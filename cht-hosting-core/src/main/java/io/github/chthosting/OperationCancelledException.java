package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/** The operation was cancelled before its end. */
public class OperationCancelledException extends HostingException {
  private static final long serialVersionUID = 1L;

  public OperationCancelledException(String operation, String message, @Nullable Throwable cause) {
    super(operation, message, false, cause);
  }
}
