package io.github.chthosting.testkit.internal.store;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes one frame of a shard's file: kinds and fields in the order that {@link RecordReader}
 * reads. Bodies and small attachments stand in the frame of the write that brought them; later
 * frames point to them by their offset in the file.
 */
final class RecordWriter {
  static final byte DOCUMENT = 'd';
  static final byte REMOVED = 'r';
  static final byte LOCAL = 'l';
  static final byte SETTINGS = 's';
  static final byte HERE = 0;
  static final byte ELSEWHERE = 1;
  static final byte FILE = 2;

  private final ShardLog log;
  private final BlobFolder blobs;
  private final long base;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
  private final DataOutputStream out = new DataOutputStream(bytes);
  private final Map<Blob, Blob> kept = new HashMap<>();
  private final IdentityHashMap<RevisionLeaf.JsonSource, RevisionLeaf.JsonSource> texts =
      new IdentityHashMap<>();

  RecordWriter(ShardLog log, BlobFolder blobs) {
    this.log = log;
    this.blobs = blobs;
    this.base = log.next();
  }

  /** Appends all that was written as one frame. */
  void append() {
    log.append(bytes.toByteArray());
  }

  int size() {
    return bytes.size();
  }

  /** Writes a document; returns it as it is now: with its contents in the file. */
  DocumentRecord document(DocumentRecord record) {
    try {
      out.writeByte(DOCUMENT);
      text(record.id());
      out.writeLong(record.seq());
      List<Branch> branches = new ArrayList<>();
      out.writeInt(record.tree().branches().size());
      for (Branch branch : record.tree().branches()) {
        branches.add(branch(branch));
      }
      RevisionTree tree = new RevisionTree(List.copyOf(branches));
      return new DocumentRecord(record.id(), record.seq(), tree);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Notes that a document was purged, and the sequence after that. */
  void removed(String id) {
    write(RecordWriter.REMOVED, id.getBytes(StandardCharsets.UTF_8));
  }

  void local(LocalDocument document, boolean deleted) {
    try {
      out.writeByte(LOCAL);
      text(document.id());
      text(document.rev());
      out.writeBoolean(deleted);
      block(document.body().text());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Settings as JSON. */
  void settings(byte[] json) {
    write(SETTINGS, json);
  }

  private void write(byte kind, byte[] content) {
    try {
      out.writeByte(kind);
      block(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Branch branch(Branch branch) throws IOException {
    out.writeLong(branch.pos());
    out.writeInt(branch.ids().size());
    for (String id : branch.ids()) {
      text(id);
    }
    Revision leaf = revision(branch.leaf());
    Map<Long, Revision> inner = new HashMap<>();
    out.writeInt(branch.inner().size());
    for (Map.Entry<Long, Revision> entry : branch.inner().entrySet()) {
      out.writeLong(entry.getKey());
      inner.put(entry.getKey(), revision(entry.getValue()));
    }
    return new Branch(branch.pos(), branch.ids(), leaf, Map.copyOf(inner));
  }

  private Revision revision(Revision revision) throws IOException {
    out.writeBoolean(revision.deleted());
    out.writeLong(revision.seq());
    LogBody body = body(revision.body());
    out.writeInt(revision.attachments().size());
    List<Attachment> attachments = new ArrayList<>();
    for (Attachment attachment : revision.attachments()) {
      attachments.add(attachment(attachment));
    }
    return new Revision(revision.deleted(), body, List.copyOf(attachments), revision.seq());
  }

  private LogBody body(RevisionLeaf.JsonSource source) throws IOException {
    if (texts.getOrDefault(source, source) instanceof LogBody stored && stored.log() == log) {
      out.writeByte(ELSEWHERE);
      out.writeLong(stored.offset());
      out.writeInt(stored.length());
      return stored;
    }
    out.writeByte(HERE);
    byte[] text = source.load().text();
    long offset = block(text);
    LogBody body = new LogBody(log, offset, text.length);
    texts.put(source, body);
    return body;
  }

  private Attachment attachment(Attachment a) throws IOException {
    text(a.name());
    text(a.type());
    text(a.md5());
    out.writeLong(a.revpos());
    out.writeBoolean(a.gzip());
    out.writeLong(a.identityLength());
    Blob blob = blob(a.content());
    return new Attachment(
        a.name(), a.type(), blob, a.md5(), a.revpos(), a.gzip(), a.identityLength());
  }

  private Blob blob(Blob blob) throws IOException {
    Blob known = kept.getOrDefault(blob, blob);
    if (known instanceof LogBlob stored && stored.log() == log) {
      out.writeByte(ELSEWHERE);
      out.writeLong(stored.offset());
      out.writeInt(stored.size());
      return stored;
    }
    if (known.length() > BlobFolder.SMALL) {
      FileBlob own = (FileBlob) blobs.adopt(known);
      out.writeByte(FILE);
      text(own.file().getFileName().toString());
      out.writeLong(own.length());
      kept.put(blob, own);
      return own;
    }
    out.writeByte(HERE);
    LogBlob stored = small(known);
    kept.put(blob, stored);
    return stored;
  }

  private LogBlob small(Blob blob) throws IOException {
    try (InputStream in = blob.open()) {
      byte[] content = in.readAllBytes();
      return new LogBlob(log, block(content), content.length);
    }
  }

  // Returns where in the file the content will be.
  private long block(byte[] content) throws IOException {
    out.writeInt(content.length);
    long offset = base + bytes.size();
    out.write(content);
    return offset;
  }

  private void text(String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
