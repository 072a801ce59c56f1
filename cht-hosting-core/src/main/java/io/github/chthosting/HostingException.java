package io.github.chthosting;

import org.jspecify.annotations.Nullable;

/**
 * Signals that something failed in the world outside: a server, a network, a folder. The message
 * says what failed, where, what was left untouched and what to do next. It holds no credentials.
 */
public class HostingException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String operation;
  private final String message;
  private final boolean retryable;
  private volatile String aftermath = "";

  public HostingException(
      String operation, String message, boolean retryable, @Nullable Throwable cause) {
    super(message, cause);
    this.operation = operation;
    this.message = message;
    this.retryable = retryable;
  }

  /** Returns what was being done, such as {@code "PUT /medic/x"} or {@code "backup of medic"}. */
  public String operation() {
    return operation;
  }

  /**
   * Adds a sentence to the message: what the failure has left behind, from whoever knows it only
   * then. The type, which callers go by, stays.
   */
  public void addAftermath(String sentence) {
    aftermath = aftermath.isEmpty() ? sentence : aftermath + " " + sentence;
  }

  /** Returns what was added by {@link #addAftermath}; empty if nothing. */
  public String aftermath() {
    return aftermath;
  }

  @Override
  public String getMessage() {
    // After lines that are quoted, a line of its own.
    String between = message.contains("\n") ? "\n" : " ";
    return aftermath.isEmpty() ? message : message + between + aftermath;
  }

  /** Returns whether the same call may succeed later with nothing changed. */
  public boolean isRetryable() {
    return retryable;
  }
}
