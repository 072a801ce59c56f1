package io.github.chthosting.testkit.internal.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The path and query of a request line, read as CouchDB reads them.
 *
 * @param path decoded segments without empty ones
 */
public record RequestTarget(String raw, List<String> path, Query query) {

  public RequestTarget {
    path = List.copyOf(path);
  }

  /**
   * Reads {@code /db/a%2Fb?x=1}; {@code +} is a space, as CouchDB has it unless told otherwise.
   *
   * @throws ApiException 400 {@code invalid_url_encoding} if a percent sign has no two digits
   */
  public static RequestTarget parse(String raw) {
    check(raw);
    String target = raw.replaceFirst("^[a-zA-Z]+://[^/]*", "");
    int fragment = target.indexOf('#');
    String whole = fragment < 0 ? target : target.substring(0, fragment);
    int mark = whole.indexOf('?');
    String path = mark < 0 ? whole : whole.substring(0, mark);
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (!segment.isEmpty()) {
        segments.add(decode(segment));
      }
    }
    Query query = Query.parse(mark < 0 ? null : whole.substring(mark + 1));
    return new RequestTarget(target, segments, query);
  }

  private static void check(String raw) {
    for (int i = raw.indexOf('%'); i >= 0; i = raw.indexOf('%', i + 1)) {
      if (i + 2 >= raw.length() || digit(raw, i + 1) < 0 || digit(raw, i + 2) < 0) {
        throw ApiException.badRequest("invalid_url_encoding");
      }
    }
  }

  private static int digit(String text, int index) {
    char c = text.charAt(index);
    return c < 128 ? Character.digit(c, 16) : -1;
  }

  private static String decode(String segment) {
    if (segment.indexOf('%') < 0) {
      return segment.replace('+', ' ');
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(segment.length());
    int plain = 0;
    for (int i = 0; i < segment.length(); i++) {
      if (segment.charAt(i) == '%') {
        bytes.writeBytes(text(segment, plain, i));
        bytes.write(digit(segment, i + 1) << 4 | digit(segment, i + 2));
        i += 2;
        plain = i + 1;
      }
    }
    bytes.writeBytes(text(segment, plain, segment.length()));
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static byte[] text(String segment, int from, int to) {
    return segment.substring(from, to).replace('+', ' ').getBytes(StandardCharsets.UTF_8);
  }
}
