package io.github.chthosting.compose.release;

import io.github.chthosting.HostingException;
import org.jspecify.annotations.Nullable;

/** Signals that there is no such version of the CHT, or that it lacks a file. */
public class ReleaseNotFoundException extends HostingException {
  private static final long serialVersionUID = 1L;

  ReleaseNotFoundException(String operation, String message, @Nullable Throwable cause) {
    super(operation, message, false, cause);
  }
}
