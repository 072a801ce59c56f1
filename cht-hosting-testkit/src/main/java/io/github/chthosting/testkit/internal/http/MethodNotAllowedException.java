package io.github.chthosting.testkit.internal.http;

/** 405, with the methods that are. */
public final class MethodNotAllowedException extends ApiException {
  private static final long serialVersionUID = 1L;

  private final String allow;

  /** {@code allow} as CouchDB prints it: {@code GET,HEAD}. */
  public MethodNotAllowedException(String allow) {
    super(405, "method_not_allowed", "Only " + allow + " allowed");
    this.allow = allow;
  }

  public String allow() {
    return allow;
  }
}
