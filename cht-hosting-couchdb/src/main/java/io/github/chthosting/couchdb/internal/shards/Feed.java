package io.github.chthosting.couchdb.internal.shards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.internal.Refusal;
import io.github.chthosting.http.Reply;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The rows of a node's own {@code _changes}, one after the other. Not thread-safe. */
final class Feed implements AutoCloseable {
  private final Reply reply;
  private final InputStream in;
  private final ObjectMapper mapper;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
  private long rows;
  private long last = -1;

  Feed(Reply reply, ObjectMapper mapper) {
    this.reply = reply;
    this.in = new BufferedInputStream(reply.body(), 1 << 16);
    this.mapper = mapper;
  }

  /** What changed in {@code file} after {@code since}. */
  static Feed of(ShardFile file, long since, boolean documents) {
    return new Feed(file.changes(since, documents), file.wire().mapper());
  }

  /** The next row; null after the last. */
  @Nullable FeedRow next() {
    try {
      while (readLine()) {
        byte[] text = line.toByteArray();
        if (startsWith(text, "{\"seq\"")) {
          rows++;
          return FeedRow.parse(withoutComma(text), mapper);
        }
        if (startsWith(text, "\"last_seq\"")) {
          last =
              mapper
                  .readTree("{" + new String(text, StandardCharsets.UTF_8))
                  .get("last_seq")
                  .asLong();
        } else if (startsWith(text, "{\"error\"") || startsWith(text, "{\"code\"")) {
          JsonNode error = mapper.readTree(text);
          throw Refusal.inBody(reply.operation(), rows + " rows", error);
        }
      }
    } catch (IOException e) {
      throw Refusal.cut(reply.operation(), rows + " rows", e);
    }
    return null;
  }

  /**
   * The sequence that it reached, after its last row.
   *
   * @throws UnreachableException if the answer ended before it said so
   */
  long lastSequence() {
    if (last < 0) {
      throw Refusal.cut(reply.operation(), rows + " rows", new IOException("no last_seq"));
    }
    return last;
  }

  private boolean readLine() throws IOException {
    line.reset();
    int next = in.read();
    while (next >= 0 && next != '\n') {
      line.write(next);
      next = in.read();
    }
    return next >= 0 || line.size() > 0;
  }

  private static byte[] withoutComma(byte[] text) {
    int end = text.length;
    while (end > 0 && (text[end - 1] == ',' || text[end - 1] == '\r')) {
      end--;
    }
    return end == text.length ? text : Arrays.copyOf(text, end);
  }

  private static boolean startsWith(byte[] text, String word) {
    if (text.length < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (text[i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    reply.close();
  }
}
