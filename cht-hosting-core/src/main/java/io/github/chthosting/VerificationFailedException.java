package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/**
 * Signals that two things that must be equal differ, or that bytes do not match their recorded
 * hash.
 */
public class VerificationFailedException extends HostingException {
  private static final long serialVersionUID = 1L;

  public VerificationFailedException(String operation, String message, @Nullable Throwable cause) {
    super(operation, message, false, cause);
  }
}
