package io.github.chthosting.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A request, before it is sent. Immutable: every "with" method returns a changed copy.
 *
 * @param method {@code GET}, {@code HEAD}, {@code PUT}, {@code POST}, {@code DELETE}, {@code COPY}
 * @param path segments, not encoded: each is percent-encoded on the wire, {@code /} included
 * @param query names and values in order, not encoded
 * @param headers names and values in order, beside those that the transport sets
 * @param body null for none
 * @param repeatable whether sending it twice does no more than sending it once; only then is it
 *     retried. True for GET and HEAD
 * @param timeLimit how long the answer's first byte, and then each further read, may take; null for
 *     the transport's default. {@link Duration#ZERO} for no limit
 * @param address an index into {@link Transport#addresses()} to pin the request to one node, or -1
 *     for any
 */
public record Call(
    String method,
    List<String> path,
    List<Map.Entry<String, String>> query,
    List<Map.Entry<String, String>> headers,
    @Nullable Body body,
    boolean repeatable,
    @Nullable Duration timeLimit,
    int address) {

  public Call {
    path = List.copyOf(path);
    query = List.copyOf(query);
    headers = List.copyOf(headers);
    if (timeLimit != null && timeLimit.isNegative()) {
      throw new IllegalArgumentException("a time limit must not be negative: " + timeLimit);
    }
  }

  /** A request without body; repeatable for GET and HEAD. */
  public static Call of(String method, String... path) {
    return of(method, List.of(path));
  }

  /** A request without body; repeatable for GET and HEAD. */
  public static Call of(String method, List<String> path) {
    boolean read = method.equals("GET") || method.equals("HEAD");
    return new Call(method, path, List.of(), List.of(), null, read, null, -1);
  }

  public Call query(String name, Object value) {
    return new Call(
        method,
        path,
        plus(query, name, value.toString()),
        headers,
        body,
        repeatable,
        timeLimit,
        address);
  }

  public Call header(String name, String value) {
    return new Call(
        method, path, query, plus(headers, name, value), body, repeatable, timeLimit, address);
  }

  public Call body(Body newBody) {
    return new Call(method, path, query, headers, newBody, repeatable, timeLimit, address);
  }

  /**
   * Marks a write that may be sent twice, such as {@code _bulk_docs} with {@code new_edits:false}.
   */
  public Call asRepeatable() {
    return new Call(method, path, query, headers, body, true, timeLimit, address);
  }

  public Call timeLimit(Duration limit) {
    return new Call(method, path, query, headers, body, repeatable, limit, address);
  }

  /** Pins it to one address of the service. */
  public Call at(int addressIndex) {
    return new Call(method, path, query, headers, body, repeatable, timeLimit, addressIndex);
  }

  /** Method and path: query, headers and body may hold secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }

  private static List<Map.Entry<String, String>> plus(
      List<Map.Entry<String, String>> list, String name, String value) {
    List<Map.Entry<String, String>> longer = new ArrayList<>(list);
    longer.add(Map.entry(name, value));
    return longer;
  }
}
