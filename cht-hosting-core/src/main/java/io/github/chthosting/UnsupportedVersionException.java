package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/** The server's version, or a file's format, does not have what was asked for. */
public class UnsupportedVersionException extends HostingException {
  private static final long serialVersionUID = 1L;

  public UnsupportedVersionException(String operation, String message, @Nullable Throwable cause) {
    super(operation, message, false, cause);
  }
}
