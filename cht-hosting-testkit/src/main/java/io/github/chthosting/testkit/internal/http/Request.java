package io.github.chthosting.testkit.internal.http;

import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP request, as endpoints see it. Used by one thread.
 *
 * <p>The server refuses what is not HTTP before an endpoint sees it. It does not touch the body:
 * endpoints decode {@code Content-Encoding}, check {@code Content-Type} and limits.
 */
public interface Request {

  /** The method in capitals: {@code GET}, {@code HEAD}, {@code COPY}, … */
  String method();

  /**
   * The path between slashes, each segment percent-decoded (UTF-8; {@code +} is a space, as CouchDB
   * reads paths; {@code %2F} is a slash within its segment), from the root: {@code [medic, _design,
   * x]} for {@code /medic/_design/x}. Empty segments are left out, as CouchDB's {@code
   * string:tokens} does.
   */
  List<String> path();

  /** The path and query as they came: {@code /medic/a%2Fb?rev=1-x}. */
  String rawTarget();

  Query query();

  /** The first header of that name in any case, or null. */
  @Nullable String header(String name);

  /** The body, empty if there is none. Chunked coding is already undone. */
  InputStream body();

  /** Whoever was authenticated. */
  UserContext user();

  /** Scheme, host and port that the client used: {@code http://127.0.0.1:5984}. */
  String origin();
}
