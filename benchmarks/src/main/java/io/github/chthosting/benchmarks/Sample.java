package io.github.chthosting.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.UUID;

/** Answers as CouchDB 3.5 writes them, of CHT-like documents, the same bytes in each run. */
final class Sample {
  private static final String[] NAMES = {
    "patient_name", "date_of_birth", "sex", "phone", "village", "danger_signs", "weight", "notes"
  };
  private static final String WORDS =
      "household visit follow up pregnancy delivery immunisation referral clinic mother child ";

  private final Random random = new Random(42);
  private final int size;

  Sample(int size) {
    this.size = size;
  }

  /** Documents for about {@code bytes} of answer, at least 8. */
  static int count(int size, int bytes) {
    return Math.max(8, bytes / (size + 200));
  }

  /** {@code _changes?style=all_docs&include_docs=true&seq_interval=1000}, all of generation 1. */
  byte[] changes(int count) {
    StringBuilder text = new StringBuilder("{\"results\":[\n");
    for (int i = 0; i < count; i++) {
      String id = id();
      String rev = "1-" + hex();
      String seq = i % 1000 == 999 ? "\"" + i + "-g1AAAACReJzLYWBgYMpgTmHgz8tPSTV0MDQy\"" : "null";
      text.append(i == 0 ? "" : ",\n")
          .append(
              "{\"seq\":%s,\"id\":\"%s\",\"changes\":[{\"rev\":\"%s\"}]".formatted(seq, id, rev))
          .append(",\"doc\":")
          .append(document(id, rev, ""))
          .append('}');
    }
    return bytes(text.append("\n],\n\"last_seq\":\"99-g1AAAA\",\"pending\":0}\n"));
  }

  /** {@code _bulk_get?revs=true}, all of generation 2. */
  byte[] bulkGet(int count) {
    StringBuilder text = new StringBuilder("{\"results\":[");
    for (int i = 0; i < count; i++) {
      String id = id();
      String hash = hex();
      String revisions =
          ",\"_revisions\":{\"start\":2,\"ids\":[\"%s\",\"%s\"]}".formatted(hash, hex());
      text.append(i == 0 ? "" : ",")
          .append("{\"docs\":[{\"ok\":")
          .append(document(id, "2-" + hash, revisions))
          .append("}],\"id\":\"%s\"}".formatted(id));
    }
    return bytes(text.append("]}\n"));
  }

  /** Lines of a backup. */
  byte[] lines(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(document(id(), "1-" + hex(), "")).append('\n');
    }
    return bytes(text);
  }

  private String document(String id, String rev, String extra) {
    StringBuilder text =
        new StringBuilder("{\"_id\":\"%s\",\"_rev\":\"%s\",\"type\":\"x\"".formatted(id, rev));
    for (int i = 0; text.length() + extra.length() < size - 30; i++) {
      String name = NAMES[i % NAMES.length];
      text.append(",\"%s_%d\":".formatted(name, i));
      if (i % 4 == 3) {
        text.append("{\"n\":%d,\"ok\":true,\"at\":[1.5,%d]}".formatted(i, random.nextInt(9999)));
      } else {
        int from = random.nextInt(40);
        text.append('"').append(WORDS, from, from + 8 + random.nextInt(36)).append('"');
      }
    }
    return text.append(extra).append('}').toString();
  }

  private String id() {
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  private String hex() {
    return "%016x%016x".formatted(random.nextLong(), random.nextLong());
  }

  private static byte[] bytes(StringBuilder text) {
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
