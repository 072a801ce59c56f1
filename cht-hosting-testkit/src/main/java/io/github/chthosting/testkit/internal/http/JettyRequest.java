package io.github.chthosting.testkit.internal.http;

import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request that Jetty received; nobody is authenticated yet. */
final class JettyRequest implements io.github.chthosting.testkit.internal.http.Request {
  private static final UserContext NOBODY = new UserContext(null, List.of());
  private static final List<String> OVERRIDES =
      List.of("GET", "HEAD", "POST", "PUT", "DELETE", "TRACE", "CONNECT", "COPY");

  private final Request jetty;
  private final RequestTarget target;
  private @Nullable InputStream body;

  JettyRequest(Request jetty, RequestTarget target) {
    this.jetty = jetty;
    this.target = target;
  }

  @Override
  public String method() {
    String method = jetty.getMethod();
    String override = header("X-HTTP-Method-Override");
    return method.equals("POST") && override != null && OVERRIDES.contains(override)
        ? override
        : method.toUpperCase(Locale.ROOT);
  }

  @Override
  public List<String> path() {
    return target.path();
  }

  @Override
  public String rawTarget() {
    return target.raw();
  }

  @Override
  public Query query() {
    return target.query();
  }

  @Override
  public @Nullable String header(String name) {
    return jetty.getHeaders().get(name);
  }

  @Override
  public InputStream body() {
    if (body == null) {
      body = Content.Source.asInputStream(jetty);
    }
    return body;
  }

  @Override
  public UserContext user() {
    return NOBODY;
  }

  @Override
  public String origin() {
    String host = header("Host");
    return "http://"
        + (host != null ? host : Request.getLocalAddr(jetty) + ":" + Request.getLocalPort(jetty));
  }
}
