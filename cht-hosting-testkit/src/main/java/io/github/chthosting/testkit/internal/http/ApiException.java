package io.github.chthosting.testkit.internal.http;

/**
 * A request that ends with {@code {"error":…,"reason":…}}. The server prints it when the response
 * is not committed, else it cuts the connection. Its message is the reason.
 */
public class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;
  private final boolean traced;

  public ApiException(int status, String error, String reason) {
    this(status, error, reason, false);
  }

  private ApiException(int status, String error, String reason, boolean traced) {
    super(reason, null, false, false);
    this.status = status;
    this.error = error;
    this.traced = traced;
  }

  /** 500 {@code unknown_error}: what CouchDB stumbles over rather than refuses. */
  public static ApiException failure(String reason) {
    return new ApiException(500, "unknown_error", reason, true);
  }

  public static ApiException badRequest(String reason) {
    return new ApiException(400, "bad_request", reason);
  }

  public static ApiException notFound(String reason) {
    return new ApiException(404, "not_found", reason);
  }

  public static ApiException conflict() {
    return new ApiException(409, "conflict", "Document update conflict.");
  }

  public static ApiException forbidden(String reason) {
    return new ApiException(403, "forbidden", reason);
  }

  /** The same, with the {@code ref} by which CouchDB's log names the stack trace. */
  public ApiException traced() {
    return new ApiException(status, error, reason(), true);
  }

  /** Returns whether it is told with a {@code ref}. */
  boolean isTraced() {
    return traced;
  }

  public int status() {
    return status;
  }

  public String error() {
    return error;
  }

  public String reason() {
    return String.valueOf(getMessage());
  }
}
