package io.github.chthosting.testkit.internal.http;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request as another one sees it: with a user, or below another path. */
public record ForwardedRequest(Request inner, List<String> path, Query query, UserContext user)
    implements Request {

  public ForwardedRequest {
    path = List.copyOf(path);
  }

  /** The same request of a user that is known now. */
  public static ForwardedRequest as(UserContext user, Request request) {
    return new ForwardedRequest(request, request.path(), request.query(), user);
  }

  /** The same request at another path. */
  public static ForwardedRequest at(List<String> path, Request request) {
    return new ForwardedRequest(request, path, request.query(), request.user());
  }

  @Override
  public String method() {
    return inner.method();
  }

  @Override
  public String rawTarget() {
    return inner.rawTarget();
  }

  @Override
  public @Nullable String header(String name) {
    return inner.header(name);
  }

  @Override
  public InputStream body() {
    return inner.body();
  }

  @Override
  public String origin() {
    return inner.origin();
  }
}
