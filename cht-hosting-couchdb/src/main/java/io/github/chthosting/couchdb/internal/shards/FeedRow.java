package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.Slices;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A row of a node's own {@code _changes}: {@code {"seq":…,"id":…,"changes":[…],"doc":{…}}}. Its
 * document is not parsed but kept as the bytes that came.
 */
final class FeedRow {
  private static final byte[] NONE = {};

  private final long sequence;
  private final String id;
  private final List<String> revisions;
  private final byte[] document;
  private final boolean attachments;

  private FeedRow(
      long sequence, String id, List<String> revisions, byte[] document, boolean attachments) {
    this.sequence = sequence;
    this.id = id;
    this.revisions = List.copyOf(revisions);
    this.document = document;
    this.attachments = attachments;
  }

  /** Copies what the reader will use again. */
  static FeedRow of(ChangesRow row) {
    byte[] bytes = row.bytes();
    Slices leaves = row.leaves();
    List<String> revisions = new ArrayList<>(leaves.count());
    for (int i = 0; i < leaves.count(); i++) {
      revisions.add(Json.unescape(bytes, leaves.start(i), leaves.end(i)));
    }
    return new FeedRow(
        number(row.seq()),
        Json.unescape(bytes, row.idStart(), row.idEnd()),
        revisions,
        row.docStart() < 0 ? NONE : Arrays.copyOfRange(bytes, row.docStart(), row.docEnd()),
        row.mayHaveAttachments());
  }

  /** A sequence of one file is a number; anything else is no answer of a node. */
  static long number(String sequence) {
    try {
      return Long.parseLong(sequence);
    } catch (NumberFormatException e) {
      throw new HostingException(
          "reading the changes of a shard file",
          "the changes of a shard file have a sequence that is not a number. Nothing was changed. Check what answers in CouchDB's place.",
          false,
          e);
    }
  }

  /**
   * The same row with these leaves alone. Its document is the winner, which need not be one of
   * them, and is then left out.
   */
  FeedRow only(List<String> some) {
    return some.equals(revisions) ? this : new FeedRow(sequence, id, some, NONE, false);
  }

  /** The row's update sequence in its file. */
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

  /** Bytes of its document. */
  int length() {
    return document.length;
  }

  /** Adds its document to {@code batch}. */
  void addTo(Batch batch) {
    batch.add(document, 0, document.length);
  }

  boolean hasDocument() {
    return document.length > 0;
  }

  /**
   * Returns whether the row tells all: a leaf of generation 1 has no history, and what has no
   * attachments needs none fetched.
   */
  boolean isWhole() {
    return hasDocument()
        && revisions.size() == 1
        && revisions.get(0).startsWith("1-")
        && !mayHaveAttachments();
  }

  /** False only if it surely has none. */
  boolean mayHaveAttachments() {
    return attachments;
  }
}
