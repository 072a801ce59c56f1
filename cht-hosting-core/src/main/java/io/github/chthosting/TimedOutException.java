package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/** Signals that there was no answer, or not the whole of it, within the time limit. */
public class TimedOutException extends HostingException {
  private static final long serialVersionUID = 1L;

  public TimedOutException(String operation, String message, @Nullable Throwable cause) {
    super(operation, message, true, cause);
  }
}
