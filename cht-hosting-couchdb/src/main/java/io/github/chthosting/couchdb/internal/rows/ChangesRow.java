package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;
import java.util.Arrays;

/** One row of {@code _changes}: where its parts are in the bytes. Not thread-safe. */
public final class ChangesRow implements Row {
  private final JsonValueScanner containers = new JsonValueScanner();
  private final Slices leaves = new Slices();
  private byte[] bytes = {};
  private int seqStart;
  private int seqEnd;
  private int idStart;
  private int idEnd;
  private int docStart;
  private int docEnd;
  private boolean deleted;
  private boolean attachments;
  private boolean controls;
  private String error = "";
  private String reason = "";

  @Override
  public int parse(byte[] source, int start, int limit) throws IOException {
    reset(source);
    int at = start + 1;
    while (true) {
      at = Bytes.skipSpace(source, at, limit);
      if (at >= limit) {
        return -1;
      }
      byte b = source[at];
      if (b == '}') {
        requireWhole();
        return at + 1;
      }
      at = b == ',' ? at + 1 : member(source, at, limit);
      if (at < 0) {
        return -1;
      }
    }
  }

  private void reset(byte[] source) {
    bytes = source;
    leaves.clear();
    seqStart = -1;
    idStart = -1;
    docStart = -1;
    docEnd = -1;
    deleted = false;
    attachments = false;
    controls = false;
    error = "";
    reason = "";
  }

  private void requireWhole() throws IOException {
    if (!error.isEmpty() && idStart < 0) {
      throw new ServerErrorException(error, reason);
    }
    if (idStart < 0 || seqStart < 0 || leaves.count() == 0) {
      throw new MalformedJsonException("a row without id, seq or changes");
    }
  }

  private int member(byte[] b, int quote, int limit) throws IOException {
    if (b[quote] != '"') {
      throw new MalformedJsonException(
          "a row with '" + (char) b[quote] + "' where a name was expected");
    }
    int keyEnd = Bytes.stringEnd(b, quote + 1, limit);
    if (keyEnd < 0) {
      return -1;
    }
    int at = Json.afterColon(b, keyEnd + 1, limit);
    return at < 0 ? -1 : value(b, quote + 1, keyEnd, at, limit);
  }

  private int value(byte[] b, int key, int keyEnd, int at, int limit) throws IOException {
    switch (keyEnd - key) {
      case 2 -> {
        if (b[key] == 'i' && b[key + 1] == 'd' && b[at] == '"') {
          return id(b, at, limit);
        }
      }
      case 3 -> {
        if (b[key] == 's' && Bytes.same(b, key, keyEnd, "seq")) {
          return seq(b, at, limit);
        }
        if (b[key] == 'd' && Bytes.same(b, key, keyEnd, "doc")) {
          return doc(b, at, limit);
        }
      }
      case 7 -> {
        if (Bytes.same(b, key, keyEnd, "changes")) {
          return changes(b, at, limit);
        }
        if (Bytes.same(b, key, keyEnd, "deleted")) {
          deleted = b[at] == 't';
        }
      }
      case 5, 6 -> noteError(b, key, keyEnd, at, limit);
      default -> {}
    }
    return Bytes.valueEnd(b, at, limit, containers);
  }

  private void noteError(byte[] b, int key, int keyEnd, int at, int limit) {
    if (Bytes.same(b, key, keyEnd, "error")) {
      error = Json.text(b, at, limit);
    } else if (Bytes.same(b, key, keyEnd, "reason")) {
      reason = Json.text(b, at, limit);
    }
  }

  private int seq(byte[] b, int at, int limit) {
    seqStart = at;
    seqEnd = Bytes.valueEnd(b, at, limit, containers);
    return seqEnd;
  }

  private int id(byte[] b, int at, int limit) throws IOException {
    idStart = at + 1;
    idEnd = Bytes.stringEnd(b, at + 1, limit);
    Json.requireEscapes(b, idStart, idEnd);
    return idEnd < 0 ? -1 : idEnd + 1;
  }

  private int doc(byte[] b, int at, int limit) {
    int end = Bytes.valueEnd(b, at, limit, containers);
    if (end > 0 && b[at] == '{') {
      docStart = at;
      docEnd = end;
      attachments = containers.attachments();
      controls = containers.controls();
    }
    return end;
  }

  /** {@code [{"rev":"1-967a"},{"rev":"2-7051"}]}. */
  private int changes(byte[] b, int at, int limit) throws IOException {
    int end = Bytes.valueEnd(b, at, limit, containers);
    for (int i = at; end > 0 && i < end; ) {
      if (b[i] != '"') {
        i++;
        continue;
      }
      int keyEnd = Bytes.stringEnd(b, i + 1, end);
      int value = Json.afterColon(b, keyEnd + 1, end);
      if (value < 0 || !Bytes.same(b, i + 1, keyEnd, "rev") || b[value] != '"') {
        throw new MalformedJsonException("a row whose changes are not a list of revisions");
      }
      i = Bytes.stringEnd(b, value + 1, end);
      leaves.add(value + 1, i++);
    }
    return end;
  }

  /** The array that all indices are of. */
  public byte[] bytes() {
    return bytes;
  }

  /** Content of the id, as it is in the JSON: escapes are not resolved. */
  public int idStart() {
    return idStart;
  }

  public int idEnd() {
    return idEnd;
  }

  /** The leaf revisions, the winner first. */
  public Slices leaves() {
    return leaves;
  }

  /** The document's object, or -1 if the row has none. */
  public int docStart() {
    return docStart;
  }

  public int docEnd() {
    return docEnd;
  }

  /** Returns whether the winning revision is deleted. */
  public boolean deleted() {
    return deleted;
  }

  /** See {@link JsonValueScanner#attachments()}. */
  public boolean mayHaveAttachments() {
    return attachments;
  }

  /** See {@link JsonValueScanner#controls()}. */
  public boolean mayHaveControls() {
    return controls;
  }

  /**
   * Returns whether the row says where in the feed it is; with {@code seq_interval} only some do.
   */
  public boolean hasSeq() {
    return bytes[seqStart] != 'n';
  }

  /** The sequence, as a query of CouchDB takes it. */
  public String seq() {
    return Json.seq(bytes, seqStart, seqEnd);
  }

  /** Returns whether it has one leaf, of generation 1: such a leaf has no history. */
  public boolean isFirstGeneration() {
    if (leaves.count() != 1) {
      return false;
    }
    int rev = leaves.start(0);
    return bytes[rev] == '1' && bytes[rev + 1] == '-';
  }

  /**
   * Returns whether the row's document is the leaf that the row names: it begins with this id and
   * this revision, as CouchDB writes them.
   */
  public boolean docIsLeaf() {
    if (docStart < 0) {
      return false;
    }
    int id = docStart + DOC_ID.length;
    int idLength = idEnd - idStart;
    int rev = id + idLength + REV.length;
    int revLength = leaves.end(0) - leaves.start(0);
    return rev + revLength < docEnd
        && Arrays.equals(bytes, docStart, id, DOC_ID, 0, DOC_ID.length)
        && Arrays.equals(bytes, id, id + idLength, bytes, idStart, idEnd)
        && Arrays.equals(bytes, id + idLength, rev, REV, 0, REV.length)
        && Arrays.equals(bytes, rev, rev + revLength, bytes, leaves.start(0), leaves.end(0))
        && bytes[rev + revLength] == '"';
  }

  private static final byte[] DOC_ID = Json.ascii("{\"_id\":\"");
  private static final byte[] REV = Json.ascii("\",\"_rev\":\"");
}
