package io.github.chthosting.testkit.internal.auth;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The content of an {@code AuthSession} cookie: name, seconds in hexadecimal, and an HMAC of both
 * keyed by the server's secret and the user's salt.
 *
 * @param mac in hexadecimal
 */
record SessionCookie(String user, String time, String mac) {
  private static final DateTimeFormatter EXPIRES =
      DateTimeFormatter.ofPattern("EEE, dd-MMM-yyyy HH:mm:ss 'GMT'", Locale.US)
          .withZone(ZoneOffset.UTC);

  /** Signs with SHA-256. */
  static SessionCookie sign(String user, long seconds, String secret, String salt) {
    String time = Long.toHexString(seconds).toUpperCase(Locale.ROOT);
    return new SessionCookie(user, time, mac("sha256", user, time, secret, salt));
  }

  /**
   * Reads a cookie's value.
   *
   * @throws ApiException 400 if it is malformed
   */
  static SessionCookie parse(String value) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(value.replaceAll("=+$", ""));
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      int first = text.indexOf(':');
      int second = text.indexOf(':', first + 1);
      if (first >= 0 && second >= 0) {
        String user = new String(bytes, 0, first, StandardCharsets.UTF_8);
        String mac = HexFormat.of().formatHex(bytes, second + 1, bytes.length);
        return new SessionCookie(user, text.substring(first + 1, second), mac);
      }
    } catch (IllegalArgumentException e) {
      // reported below, as every other malformed cookie
    }
    throw ApiException.badRequest("Malformed AuthSession cookie. Please clear your cookies.");
  }

  /** Returns whether it was signed with that secret and salt, by SHA-256 or (as of old) SHA-1. */
  boolean isSignedWith(String secret, String salt) {
    return Passwords.equal(mac, mac("sha256", user, time, secret, salt))
        || Passwords.equal(mac, mac("sha", user, time, secret, salt));
  }

  /** Seconds since 1970 when it was given; -1 if that cannot be read. */
  long seconds() {
    try {
      return Long.parseLong(time, 16);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private String value() {
    byte[] head = (user + ":" + time + ":").getBytes(StandardCharsets.UTF_8);
    byte[] tail = HexFormat.of().parseHex(mac);
    byte[] all = Arrays.copyOf(head, head.length + tail.length);
    System.arraycopy(tail, 0, all, head.length, tail.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
  }

  /** The whole {@code Set-Cookie} header. */
  String header(Instant now, long timeoutSeconds) {
    return header(value(), now, timeoutSeconds);
  }

  /** The {@code Set-Cookie} header of a logout. */
  static String cleared(Instant now, long timeoutSeconds) {
    return header("", now, timeoutSeconds);
  }

  private static String header(String value, Instant now, long timeoutSeconds) {
    return "AuthSession="
        + value
        + "; Version=1; Expires="
        + EXPIRES.format(now.plusSeconds(timeoutSeconds))
        + "; Max-Age="
        + timeoutSeconds
        + "; Path=/; HttpOnly";
  }

  private static String mac(String hash, String user, String time, String secret, String salt) {
    byte[] message = (user + ":" + time).getBytes(StandardCharsets.UTF_8);
    return HexFormat.of().formatHex(Passwords.hmac(hash, secret + salt, message));
  }
}
