package io.github.chthosting.testkit.internal.store;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads one frame that {@link RecordWriter} wrote. */
final class RecordReader {

  /** Takes what the frame holds. */
  interface Sink {
    void document(DocumentRecord record);

    void removed(String id);

    void local(LocalDocument document, boolean deleted);

    void settings(byte[] json);
  }

  private final ShardLog log;
  private final BlobFolder blobs;
  private final long base;
  private final byte[] bytes;
  private final DataInputStream in;

  RecordReader(ShardLog log, BlobFolder blobs, long base, byte[] bytes) {
    this.log = log;
    this.blobs = blobs;
    this.base = base;
    this.bytes = bytes;
    this.in = new DataInputStream(new ByteArrayInputStream(bytes));
  }

  void read(Sink sink) throws IOException {
    while (in.available() > 0) {
      byte kind = in.readByte();
      switch (kind) {
        case RecordWriter.DOCUMENT -> sink.document(document());
        case RecordWriter.REMOVED -> sink.removed(text());
        case RecordWriter.LOCAL -> local(sink);
        case RecordWriter.SETTINGS -> sink.settings(block());
        default -> throw new IOException("unknown record " + kind + " in a shard file");
      }
    }
  }

  private void local(Sink sink) throws IOException {
    String id = text();
    String rev = text();
    boolean deleted = in.readBoolean();
    sink.local(new LocalDocument(id, rev, new JsonBody(block())), deleted);
  }

  private DocumentRecord document() throws IOException {
    String id = text();
    long seq = in.readLong();
    List<Branch> branches = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      branches.add(branch());
    }
    return new DocumentRecord(id, seq, new RevisionTree(List.copyOf(branches)));
  }

  private Branch branch() throws IOException {
    long pos = in.readLong();
    List<String> ids = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      ids.add(text());
    }
    Revision leaf = revision();
    Map<Long, Revision> inner = new HashMap<>();
    for (int i = in.readInt(); i > 0; i--) {
      inner.put(in.readLong(), revision());
    }
    return new Branch(pos, List.copyOf(ids), leaf, Map.copyOf(inner));
  }

  private Revision revision() throws IOException {
    boolean deleted = in.readBoolean();
    long seq = in.readLong();
    LogBody body = body();
    List<Attachment> attachments = new ArrayList<>();
    for (int i = in.readInt(); i > 0; i--) {
      attachments.add(attachment());
    }
    return new Revision(deleted, body, List.copyOf(attachments), seq);
  }

  private LogBody body() throws IOException {
    return in.readByte() == RecordWriter.ELSEWHERE
        ? new LogBody(log, in.readLong(), in.readInt())
        : skipBody();
  }

  private LogBody skipBody() throws IOException {
    int length = in.readInt();
    long offset = position();
    in.skipNBytes(length);
    return new LogBody(log, offset, length);
  }

  private Attachment attachment() throws IOException {
    String name = text();
    String type = text();
    String md5 = text();
    long revpos = in.readLong();
    boolean gzip = in.readBoolean();
    long length = in.readLong();
    return new Attachment(name, type, blob(), md5, revpos, gzip, length);
  }

  private Blob blob() throws IOException {
    byte where = in.readByte();
    if (where == RecordWriter.FILE) {
      return blobs.find(text(), in.readLong());
    }
    if (where == RecordWriter.ELSEWHERE) {
      return new LogBlob(log, in.readLong(), in.readInt());
    }
    LogBody here = skipBody();
    return new LogBlob(here.log(), here.offset(), here.length());
  }

  private long position() throws IOException {
    return base + bytes.length - in.available();
  }

  private byte[] block() throws IOException {
    return in.readNBytes(in.readInt());
  }

  private String text() throws IOException {
    return new String(block(), StandardCharsets.UTF_8);
  }
}
