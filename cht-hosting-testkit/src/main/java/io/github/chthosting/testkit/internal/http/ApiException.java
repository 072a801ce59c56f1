package io.github.chthosting.testkit.internal.http;

/**
 * A request that ends with {@code {"error":…,"reason":…}}. The server prints it when the response
 * is not committed, else it cuts the connection. Its message is the reason.
 */
public class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final String error;

  public ApiException(int status, String error, String reason) {
    super(reason, null, false, false);
    this.status = status;
    this.error = error;
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
