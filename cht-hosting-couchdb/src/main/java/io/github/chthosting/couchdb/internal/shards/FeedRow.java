package io.github.chthosting.couchdb.internal.shards;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A row of a node's own {@code _changes}: {@code {"seq":…,"id":…,"changes":[…],"doc":{…}}}. Its
 * document is not parsed but kept as the bytes that came.
 */
final class FeedRow {
  // Inside a JSON string each quote has a backslash before it, so these bytes are never data.
  private static final byte[] DOCUMENT = ",\"doc\":".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] ATTACHMENTS = "\"_attachments\":".getBytes(StandardCharsets.US_ASCII);

  private final long sequence;
  private final String id;
  private final List<String> revisions;
  private final byte[] line;
  private final int from;
  private final int to;

  private FeedRow(long sequence, String id, List<String> revisions, byte[] line, int from, int to) {
    this.sequence = sequence;
    this.id = id;
    this.revisions = List.copyOf(revisions);
    this.line = line;
    this.from = from;
    this.to = to;
  }

  /** Reads one line, without its comma and line break. */
  static FeedRow parse(byte[] line, ObjectMapper mapper) throws IOException {
    int document = indexOf(line, DOCUMENT, 0);
    JsonNode head = mapper.readTree(head(line, document < 0 ? line.length - 1 : document));
    List<String> revisions = new ArrayList<>();
    head.path("changes").forEach(change -> revisions.add(change.path("rev").asText()));
    return new FeedRow(
        head.path("seq").asLong(),
        head.path("id").asText(),
        revisions,
        line,
        document < 0 ? -1 : document + DOCUMENT.length,
        line.length - 1);
  }

  private static byte[] head(byte[] line, int length) {
    byte[] head = new byte[length + 1];
    System.arraycopy(line, 0, head, 0, length);
    head[length] = '}';
    return head;
  }

  /**
   * The same row with these leaves alone. Its document is the winner, which need not be one of
   * them, and is then left out.
   */
  FeedRow only(List<String> some) {
    return some.equals(revisions) ? this : new FeedRow(sequence, id, some, line, -1, to);
  }

  /** Its place in its file. */
  long sequence() {
    return sequence;
  }

  String id() {
    return id;
  }

  /** All leaves, the winner first. */
  List<String> revisions() {
    return revisions;
  }

  /** Bytes of the whole row. */
  int length() {
    return line.length;
  }

  /** Adds its document to {@code batch}. */
  void addTo(Batch batch) {
    batch.add(line, from, to - from);
  }

  boolean hasDocument() {
    return from >= 0;
  }

  /**
   * Whether the row tells all: a leaf of generation 1 has no history, and what has no attachments
   * needs none fetched.
   */
  boolean isWhole() {
    return from >= 0
        && revisions.size() == 1
        && revisions.get(0).startsWith("1-")
        && !mayHaveAttachments();
  }

  /** False only if it surely has none. */
  boolean mayHaveAttachments() {
    return from >= 0 && indexOf(line, ATTACHMENTS, from) >= 0;
  }

  private static int indexOf(byte[] text, byte[] word, int start) {
    outer:
    for (int i = start; i <= text.length - word.length; i++) {
      for (int j = 0; j < word.length; j++) {
        if (text[i + j] != word[j]) {
          continue outer;
        }
      }
      return i;
    }
    return -1;
  }
}
