package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.store.Attachment;
import io.github.chthosting.testkit.internal.store.JsonPrinter;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;

/** Writes a revision as {@code multipart/related}: its JSON, then its attachments' kept bytes. */
final class MultipartWriter {
  private final String boundary;
  private final byte[] json;
  private final List<Attachment> sent;

  private MultipartWriter(String boundary, byte[] json, List<Attachment> sent) {
    this.boundary = boundary;
    this.json = json;
    this.sent = sent;
  }

  static String boundary() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  /** The body of a revision; attachments that the options do not send are stubs. */
  static MultipartWriter of(String boundary, String id, RevisionLeaf leaf, ReadOptions options)
      throws IOException {
    ReadOptions all = options.with(Option.ATTACHMENTS, Option.FOLLOWS, Option.ATT_ENCODING_INFO);
    JsonPrinter printer = new JsonPrinter(1024);
    new DocumentPrinter(printer, all).revision(id, leaf);
    List<Attachment> sent =
        leaf.attachments().stream().filter(a -> all.sends(leaf, a.revpos())).toList();
    return new MultipartWriter(boundary, printer.toByteArray(), sent);
  }

  /** Returns whether there is an attachment to send; else it writes JSON alone. */
  boolean hasParts() {
    return !sent.isEmpty();
  }

  String contentType() {
    return hasParts() ? "multipart/related; boundary=\"" + boundary + "\"" : "application/json";
  }

  /** Bytes that will be written. */
  long length() {
    if (!hasParts()) {
      return json.length;
    }
    long length = (long) open().length + json.length + between().length + 2;
    for (Attachment attachment : sent) {
      length += (long) head(attachment).length + attachment.content().length() + between().length;
    }
    return length;
  }

  void write(OutputStream out) throws IOException {
    if (!hasParts()) {
      out.write(json);
      return;
    }
    out.write(open());
    out.write(json);
    out.write(between());
    for (Attachment attachment : sent) {
      out.write(head(attachment));
      try (InputStream bytes = attachment.content().open()) {
        bytes.transferTo(out);
      }
      out.write(between());
    }
    out.write(Answer.utf8("--"));
  }

  private byte[] open() {
    return Answer.utf8("--" + boundary + "\r\nContent-Type: application/json\r\n\r\n");
  }

  private byte[] between() {
    return Answer.utf8("\r\n--" + boundary);
  }

  private static byte[] head(Attachment attachment) {
    return Answer.utf8(
        "\r\nContent-Disposition: attachment; filename=\""
            + attachment.name()
            + "\"\r\nContent-Type: "
            + attachment.type()
            + "\r\nContent-Length: "
            + attachment.content().length()
            + (attachment.gzip() ? "\r\nContent-Encoding: gzip" : "")
            + "\r\n\r\n");
  }
}
