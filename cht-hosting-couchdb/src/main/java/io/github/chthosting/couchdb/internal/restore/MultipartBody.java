package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.internal.backup.StoredAttachment;
import io.github.chthosting.http.Body;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A document and its attachments as CouchDB's replicator sends them: {@code multipart/related}, the
 * attachments in the order of the document's stubs, as they are stored, gzip included. Each attempt
 * reads them from the backup anew.
 */
final class MultipartBody implements Body {
  private static final int BUFFER = 64 << 10;

  private final BackupStore store;
  private final List<StoredAttachment> attachments;
  private final String boundary = UUID.randomUUID().toString().replace("-", "");
  private final byte[] head;
  private final List<byte[]> heads = new ArrayList<>();
  private final byte[] tail;

  MultipartBody(BackupStore store, byte[] document, List<StoredAttachment> attachments) {
    this.store = store;
    this.attachments = List.copyOf(attachments);
    byte[] opening = bytes("--" + boundary + "\r\nContent-Type: application/json\r\n\r\n");
    head = new byte[opening.length + document.length];
    System.arraycopy(opening, 0, head, 0, opening.length);
    System.arraycopy(document, 0, head, opening.length, document.length);
    for (StoredAttachment attachment : attachments) {
      heads.add(bytes("\r\n--" + boundary + headers(attachment) + "\r\n\r\n"));
    }
    tail = bytes("\r\n--" + boundary + "--");
  }

  private static String headers(StoredAttachment attachment) {
    return "\r\nContent-Disposition: attachment; filename=\""
        + clean(attachment.name())
        + "\"\r\nContent-Type: "
        + clean(attachment.contentType())
        + "\r\nContent-Length: "
        + attachment.length()
        + (attachment.encoded() ? "\r\nContent-Encoding: gzip" : "");
  }

  /** CouchDB goes by the order; a name must only not end its header. */
  private static String clean(String text) {
    return text.replaceAll("[\"\\r\\n]", "_");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String contentType() {
    return "multipart/related; boundary=\"" + boundary + "\"";
  }

  @Override
  public long length() {
    long length = (long) head.length + tail.length;
    for (int i = 0; i < heads.size(); i++) {
      length += heads.get(i).length + attachments.get(i).length();
    }
    return length;
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    out.write(head);
    for (int i = 0; i < heads.size(); i++) {
      out.write(heads.get(i));
      copy(attachments.get(i), out);
    }
    out.write(tail);
  }

  private void copy(StoredAttachment attachment, OutputStream out) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (InputStream in = store.open(attachment.object(), attachment.offset())) {
      long left = attachment.length();
      while (left > 0) {
        int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
        if (count < 0) {
          throw new EOFException(attachment.object() + " is cut");
        }
        out.write(buffer, 0, count);
        left -= count;
      }
    }
  }
}
