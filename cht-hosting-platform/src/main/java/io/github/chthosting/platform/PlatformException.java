package io.github.chthosting.platform;

import io.github.chthosting.HostingException;
import org.jspecify.annotations.Nullable;

/**
 * Signals that what the instances run on failed: a container engine, its command, a cluster. The
 * message quotes the last lines of what it said.
 */
public class PlatformException extends HostingException {
  private static final long serialVersionUID = 1L;

  private final String project;
  private final String service;
  private final int exitCode;

  /**
   * @param project of which instance; empty if of none
   * @param service of which service; empty if of none
   * @param exitCode of the command; -1 if it did not end by itself, or there was none
   */
  public PlatformException(
      String operation,
      String message,
      boolean retryable,
      String project,
      String service,
      int exitCode,
      @Nullable Throwable cause) {
    super(operation, message, retryable, cause);
    this.project = project;
    this.service = service;
    this.exitCode = exitCode;
  }

  /** Returns the instance; empty if it was about none. */
  public String project() {
    return project;
  }

  /** Returns the service; empty if it was about none. */
  public String service() {
    return service;
  }

  /**
   * Returns the exit code of the command that failed; -1 if it did not end by itself, or there was
   * none.
   */
  public int exitCode() {
    return exitCode;
  }
}
