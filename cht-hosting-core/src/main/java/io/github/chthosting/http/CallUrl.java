package io.github.chthosting.http;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import okhttp3.HttpUrl;

/** Puts a call's segments and query behind an address, each percent-encoded as a whole. */
final class CallUrl {
  private static final int SHOWN_CHARACTERS = 200;
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  private CallUrl() {}

  /**
   * @throws IllegalArgumentException for an empty segment, which would address the parent, and for
   *     text that UTF-8 cannot express
   */
  static HttpUrl of(HttpUrl base, Call call) {
    HttpUrl.Builder url = base.newBuilder();
    List<String> segments = url.getEncodedPathSegments$okhttp();
    if (segments.get(segments.size() - 1).isEmpty()) {
      segments.remove(segments.size() - 1);
    }
    for (String segment : call.path()) {
      // Not addPathSegment: it resolves "." and "..", even percent-encoded, which are good names.
      segments.add(encodeSegment(segment));
    }
    if (segments.isEmpty()) {
      segments.add("");
    }
    for (Map.Entry<String, String> parameter : call.query()) {
      url.addEncodedQueryParameter(encode(parameter.getKey()), encode(parameter.getValue()));
    }
    return url.build();
  }

  /** Returns the address and path without the query, cut to a length that a person reads. */
  static String shown(HttpUrl url) {
    String text = url.newBuilder().query(null).build().toString();
    return text.length() <= SHOWN_CHARACTERS ? text : text.substring(0, SHOWN_CHARACTERS) + "...";
  }

  private static String encodeSegment(String segment) {
    return switch (segment) {
      case "" ->
          throw new IllegalArgumentException(
              "a path segment must not be empty: the URL would address the level above it");
      case "." -> "%2E";
      case ".." -> "%2E%2E";
      default -> encode(segment);
    };
  }

  static String encode(String text) {
    ByteBuffer bytes = utf8(text);
    StringBuilder encoded = new StringBuilder(bytes.remaining() + 16);
    while (bytes.hasRemaining()) {
      int octet = bytes.get() & 0xff;
      if (isPlain(octet)) {
        encoded.append((char) octet);
      } else {
        encoded.append('%').append(HEX[octet >> 4]).append(HEX[octet & 15]);
      }
    }
    return encoded.toString();
  }

  private static ByteBuffer utf8(String text) {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("half of a surrogate pair cannot be sent in a URL", e);
    }
  }

  /** RFC 3986's unreserved characters, and two that need no encoding within a segment. */
  private static boolean isPlain(int octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || "-._~:@".indexOf(octet) >= 0;
  }
}
