package io.github.chthosting.testkit.internal.document;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartReaderTest {
  private static final String TYPE = "multipart/related; boundary=\"abc\"";

  /** Gives a byte or a few at a time. */
  private static InputStream dribbling(byte[] bytes, Random random) {
    return new ByteArrayInputStream(bytes) {
      @Override
      public synchronized int read(byte[] b, int off, int len) {
        return super.read(b, off, Math.min(len, 1 + random.nextInt(5)));
      }
    };
  }

  private static List<String> parts(InputStream in) throws IOException {
    MultipartReader reader = new MultipartReader(TYPE, in);
    List<String> parts = new ArrayList<>();
    while (reader.nextPart()) {
      ByteArrayOutputStream part = new ByteArrayOutputStream();
      byte[] buffer = new byte[7];
      for (int n = reader.read(buffer, 0, 7); n >= 0; n = reader.read(buffer, 0, 7)) {
        part.write(buffer, 0, n);
      }
      parts.add(part.toString(ISO_8859_1));
    }
    return parts;
  }

  private static byte[] body(String... parts) {
    StringBuilder body = new StringBuilder("preamble\r\n--abc\r\n\r\n" + parts[0]);
    for (int i = 1; i < parts.length; i++) {
      body.append("\r\n--abc\r\nContent-Type: x/y\r\n\r\n").append(parts[i]);
    }
    return body.append("\r\n--abc--\r\nepilogue").toString().getBytes(ISO_8859_1);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void partsAreReadWhole(long seed) throws IOException {
    Random random = new Random(seed);
    // Nearly boundaries, and what looks like the start of one at the end.
    String[] parts = {
      "{}", "", "\r\n--ab", "--abc", "\r\n\r\n--abd\r\n-", "\r", "x".repeat(100_000), "\r\n--"
    };
    assertThat(parts(dribbling(body(parts), random))).containsExactly(parts);
    assertThat(parts(new ByteArrayInputStream(body(parts)))).containsExactly(parts);
  }

  @Test
  void headersAreFound() throws IOException {
    MultipartReader reader = new MultipartReader(TYPE, new ByteArrayInputStream(body("a", "b")));
    reader.nextPart();
    assertThat(reader.nextPart()).isTrue();
    assertThat(reader.headers()).containsEntry("content-type", "x/y");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--abc",
        "--abc\r\n",
        "--abc\r\nA: b",
        "--abc\r\n\r\nunended",
        "\r\n--ab",
        "--"
      })
  void aTruncatedBodyEnds(String body) throws IOException {
    assertThat(parts(new ByteArrayInputStream(body.getBytes(ISO_8859_1))).size())
        .isLessThanOrEqualTo(1);
  }

  @Test
  void headersWithoutEndAreRefused() {
    byte[] hostile = ("--abc\r\n" + "A: b\r\n".repeat(100_000)).getBytes(ISO_8859_1);
    assertThatThrownBy(() -> parts(new ByteArrayInputStream(hostile)))
        .isInstanceOf(ApiException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void aTypeWithoutBoundaryIsRefused() {
    assertThatThrownBy(
            () -> new MultipartReader("multipart/related", InputStream.nullInputStream()))
        .isInstanceOf(ApiException.class);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void garbageEnds(long seed) throws IOException {
    Random random = new Random(seed);
    byte[] alphabet = "\r\n-abc:".getBytes(ISO_8859_1);
    byte[] garbage = new byte[5000];
    for (int i = 0; i < garbage.length; i++) {
      garbage[i] = alphabet[random.nextInt(alphabet.length)];
    }
    parts(dribbling(garbage, random));
  }
}
