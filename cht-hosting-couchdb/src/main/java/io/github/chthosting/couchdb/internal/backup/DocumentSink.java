package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.Members;
import java.io.IOException;

/**
 * Writes leaves that came with their histories to the parts where they belong, their attachments
 * first. One thread at a time.
 */
public final class DocumentSink implements LeafSink {
  private final LineSink documents;
  private final LineSink attached;
  private final LineSink designs;
  private final Attachments attachments;
  private final Tally tally;
  private final Members members = new Members();

  public DocumentSink(Sinks sinks, Attachments attachments, Tally tally) {
    this.documents = sinks.documents();
    this.attached = sinks.attached();
    this.designs = sinks.designs();
    this.attachments = attachments;
    this.tally = tally;
  }

  /** Stores a document's attachments; see {@link AttachmentReader#store}. */
  @FunctionalInterface
  public interface Attachments {
    byte[] store(byte[] bytes, int start, int end, int valueStart, int valueEnd) throws IOException;
  }

  /**
   * The destinations of lines, by what the lines hold.
   *
   * @param documents without attachments
   * @param attached with attachments
   * @param designs design documents
   * @param locals local documents
   */
  public record Sinks(LineSink documents, LineSink attached, LineSink designs, LineSink locals) {
    void flush() throws IOException {
      documents.flush();
      attached.flush();
      designs.flush();
      locals.flush();
    }
  }

  @Override
  public void leaf(byte[] bytes, int start, int end, boolean mayBeAttached, boolean mayHaveControls)
      throws IOException {
    boolean design = isDesign(bytes, start, end);
    LineSink sink = design ? designs : documents;
    if (mayBeAttached && members.over(bytes, start, end).find("_attachments")) {
      byte[] line = attachments.store(bytes, start, end, members.valueStart(), members.valueEnd());
      (design ? designs : attached).joined(line, 0, line.length);
    } else if (mayHaveControls) {
      sink.joined(bytes, start, end);
    } else {
      sink.line(bytes, start, end);
    }
    tally.leaf(design);
  }

  private static final byte[] DESIGN = {'{', '"', '_', 'i', 'd', '"', ':', '"', '_', 'd'};

  /** Quick for CouchDB's own layout, where the id comes first. */
  private boolean isDesign(byte[] bytes, int start, int end) throws IOException {
    if (end - start > DESIGN.length && startsWithId(bytes, start)) {
      return bytes[start + DESIGN.length - 2] == '_';
    }
    members.over(bytes, start, end);
    return members.find("_id") && members.text().startsWith("_design/");
  }

  private static boolean startsWithId(byte[] bytes, int start) {
    for (int i = 0; i < DESIGN.length - 2; i++) {
      if (bytes[start + i] != DESIGN[i]) {
        return false;
      }
    }
    return true;
  }
}
