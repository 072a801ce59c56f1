package io.github.chthosting.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effect of a fault. Bytes are kept as ISO-8859-1 text.
 *
 * @param status of an answer in the place of the true one, or 0
 * @param raw bytes in the place of any answer, or null
 * @param cutAfter bytes of the body after which the connection is cut; -1 before everything; {@link
 *     Long#MAX_VALUE} never
 * @param errorAfter bytes of the body after which an error follows; {@link Long#MAX_VALUE} never
 * @param piece bytes sent at once; 0 for no limit
 */
record FaultEffect(
    Duration delay,
    int status,
    String body,
    Map<String, String> headers,
    @Nullable String raw,
    long cutAfter,
    long errorAfter,
    boolean endless,
    int piece,
    Duration pause) {

  static final FaultEffect NONE =
      new FaultEffect(
          Duration.ZERO,
          0,
          "",
          Map.of(),
          null,
          Long.MAX_VALUE,
          Long.MAX_VALUE,
          false,
          0,
          Duration.ZERO);

  FaultEffect delayed(Duration time) {
    return new FaultEffect(
        time, status, body, headers, raw, cutAfter, errorAfter, endless, piece, pause);
  }

  FaultEffect replacing(int with, byte[] text) {
    return new FaultEffect(
        delay, with, latin(text), headers, raw, cutAfter, errorAfter, endless, piece, pause);
  }

  FaultEffect withHeaders(Map<String, String> all) {
    return new FaultEffect(
        delay, status, body, all, raw, cutAfter, errorAfter, endless, piece, pause);
  }

  FaultEffect raw(byte[] bytes) {
    return new FaultEffect(
        delay, status, body, headers, latin(bytes), cutAfter, errorAfter, endless, piece, pause);
  }

  FaultEffect cutting(long after) {
    return new FaultEffect(
        delay, status, body, headers, raw, after, errorAfter, endless, piece, pause);
  }

  FaultEffect failingInBody(long after) {
    return new FaultEffect(
        delay, status, body, headers, raw, cutAfter, after, endless, piece, pause);
  }

  FaultEffect unending() {
    return new FaultEffect(
        delay, status, body, headers, raw, cutAfter, errorAfter, true, piece, pause);
  }

  FaultEffect dribbling(int bytes, Duration time) {
    return new FaultEffect(
        delay, status, body, headers, raw, cutAfter, errorAfter, endless, bytes, time);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String latin) {
    return latin.getBytes(StandardCharsets.ISO_8859_1);
  }
}
