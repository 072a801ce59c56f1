package io.github.chthosting.compose.env;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The bytes of an {@code .env} as a text and back, none of them changed. Compose does not mind
 * bytes that are not UTF-8, as in a comment of an older editor: each of them is a character from
 * U+DC80 to U+DCFF here, which no text in UTF-8 has.
 */
final class EnvText {
  private static final char ESCAPED = 0xDC00;

  private EnvText() {}

  static String decode(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isError()) {
      for (int i = 0; i < result.length(); i++) {
        out.put((char) (ESCAPED + (in.get() & 0xFF)));
      }
      result = decoder.decode(in, out, true);
    }
    return out.flip().toString();
  }

  /**
   * @throws CharacterCodingException for half a surrogate pair, which is no character
   */
  static byte[] encode(String text) throws CharacterCodingException {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    CharBuffer in = CharBuffer.wrap(text);
    ByteBuffer out = ByteBuffer.allocate(text.length() * 3);
    CoderResult result = encoder.encode(in, out, true);
    while (result.isError()) {
      char c = in.get();
      if (c < ESCAPED + 0x80 || c > ESCAPED + 0xFF) {
        result.throwException();
      }
      out.put((byte) (c - ESCAPED));
      result = encoder.encode(in, out, true);
    }
    return Arrays.copyOf(out.array(), out.position());
  }

  /** Returns whether an editor wrote it in UTF-16: Compose does not read that. */
  static boolean isUtf16(byte[] bytes) {
    return bytes.length > 1
        && ((bytes[0] == (byte) 0xFF && bytes[1] == (byte) 0xFE)
            || (bytes[0] == (byte) 0xFE && bytes[1] == (byte) 0xFF)
            || bytes[1] == 0);
  }
}
