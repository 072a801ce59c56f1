package io.github.chthosting.couchdb.internal.rows;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonValueScannerTest {
  private static final String[] VALUES = {
    "1",
    "\"\"",
    "\"a{b}c\"",
    "\"\\\"}\"",
    "\"\\\\\"",
    "[]",
    "[{},[]]",
    "{}",
    "\"\u00e9\u4e16\"",
    "null"
  };
  private static final String[] SPACES = {"", "", "", " ", "\n", "\t "};

  private final JsonValueScanner containers = new JsonValueScanner();

  @Test
  void findsTheEndAndTheControlsOfAnyContainerAndOfNothingAfterIt() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      boolean spaced = random.nextBoolean();
      String text = object(random, spaced, 3);
      byte[] before = " ".repeat(random.nextInt(9)).getBytes(UTF_8);
      byte[] bytes = (new String(before, UTF_8) + text + "},\n{\"seq\":\n\n").getBytes(UTF_8);
      int length = text.getBytes(UTF_8).length;

      int end = containers.end(bytes, before.length, bytes.length);

      assertThat(end).as("seed %d: %s", seed, text).isEqualTo(before.length + length);
      assertThat(containers.controls())
          .as("controls, seed %d: %s", seed, text)
          .isEqualTo(text.chars().anyMatch(c -> c < ' '));
    }
  }

  @Test
  void aCutContainerHasNoEnd() {
    for (int seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      byte[] bytes = object(random, true, 3).getBytes(UTF_8);
      int cut = random.nextInt(bytes.length);

      assertThat(containers.end(bytes, 0, cut)).as("seed %d, %d bytes", seed, cut).isEqualTo(-1);
    }
  }

  @Test
  void notesTheMemberAttachments() {
    assertThat(attachments("{\"a\":1,\"_attachments\":{}}")).isTrue();
    assertThat(attachments("{\"\\u005fattachments\":{}}")).isTrue();
    assertThat(attachments("{\"attachments\":\"_attachment\"}")).isFalse();
  }

  private boolean attachments(String text) {
    byte[] bytes = text.getBytes(UTF_8);
    assertThat(containers.end(bytes, 0, bytes.length)).isEqualTo(bytes.length);
    return containers.attachments();
  }

  private static String object(Random random, boolean spaced, int depth) {
    StringBuilder text = new StringBuilder("{");
    int members = random.nextInt(5);
    for (int i = 0; i < members; i++) {
      text.append(i == 0 ? "" : ",").append(space(random, spaced));
      text.append("\"k").append("x".repeat(random.nextInt(9))).append("\":");
      text.append(space(random, spaced)).append(value(random, spaced, depth));
    }
    return text.append(space(random, spaced)).append('}').toString();
  }

  private static String value(Random random, boolean spaced, int depth) {
    return depth > 0 && random.nextInt(3) == 0
        ? object(random, spaced, depth - 1)
        : VALUES[random.nextInt(VALUES.length)];
  }

  private static String space(Random random, boolean spaced) {
    return spaced ? SPACES[random.nextInt(SPACES.length)] : "";
  }
}
