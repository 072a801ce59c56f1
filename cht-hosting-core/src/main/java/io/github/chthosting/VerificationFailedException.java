package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/** Two things that must be equal differ, or bytes do not match their recorded hash. */
public class VerificationFailedException extends HostingException {
  private static final long serialVersionUID = 1L;

  public VerificationFailedException(String operation, String message, @Nullable Throwable cause) {
    super(operation, message, false, cause);
  }
}
