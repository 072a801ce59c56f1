package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/** The server refused who we are (401) or what we ask (403). */
public class AccessDeniedException extends HostingException {
  private static final long serialVersionUID = 1L;

  public AccessDeniedException(String operation, String message, @Nullable Throwable cause) {
    super(operation, message, false, cause);
  }
}
