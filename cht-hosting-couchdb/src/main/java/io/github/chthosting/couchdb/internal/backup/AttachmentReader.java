package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.Members;
import io.github.chthosting.http.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Fetches a document's attachments and writes down in its line where they are. One thread. */
final class AttachmentReader {
  private final DatabaseWire database;
  private final AttachmentPacks packs;
  private final Tally tally;
  private final Members members = new Members();

  AttachmentReader(DatabaseWire database, AttachmentPacks packs, Tally tally) {
    this.database = database;
    this.packs = packs;
    this.tally = tally;
  }

  /**
   * Stores the attachments of a document that is between {@code start} and {@code end}, its member
   * {@code _attachments} having its value between the other two.
   *
   * @return the document, with a member {@code stored} in each attachment
   */
  byte[] store(byte[] bytes, int start, int end, int valueStart, int valueEnd) throws IOException {
    String id = text(bytes, start, end, "_id");
    String rev = text(bytes, start, end, "_rev");
    ByteArrayOutputStream line = new ByteArrayOutputStream(end - start + 256);
    line.write(bytes, start, valueStart - start);
    line.write('{');
    members.over(bytes, valueStart, valueEnd);
    int count = 0;
    while (members.next()) {
      if (count++ > 0) {
        line.write(',');
      }
      // Up to, and without, the bracket that ends the attachment's object.
      line.write(bytes, members.nameStart(), members.valueEnd() - 1 - members.nameStart());
      line.writeBytes(stored(store(id, rev, stub(bytes))));
    }
    tally.attachments(count);
    line.write('}');
    line.write(bytes, valueEnd, end - valueEnd);
    return line.toByteArray();
  }

  private static String text(byte[] bytes, int start, int end, String name) throws IOException {
    Members document = new Members().over(bytes, start, end);
    return document.find(name) ? document.text() : "";
  }

  private Stub stub(byte[] bytes) throws IOException {
    JsonNode json = Json.tree(bytes, members.valueStart(), members.valueEnd());
    Stub stub = Stub.of(members.name(), json);
    if (stub.length() < 0) {
      throw new MalformedJsonException("attachment '" + stub.name() + "' has no length");
    }
    return stub;
  }

  private static byte[] stored(AttachmentPacks.Location location) {
    return ",\"stored\":{\"part\":\"%s\",\"offset\":%d}}"
        .formatted(location.part(), location.offset())
        .getBytes(StandardCharsets.US_ASCII);
  }

  private AttachmentPacks.Location store(String id, String rev, Stub stub) throws IOException {
    Optional<AttachmentPacks.Location> known = packs.find(stub);
    if (known.isPresent()) {
      return known.get();
    }
    try (Reply reply = database.attachment(id, rev, stub.name())) {
      return stub.length() > AttachmentPacks.SMALL
          ? packs.stream(stub, reply.body())
          : packs.add(stub, small(stub, reply.body()));
    }
  }

  private static byte[] small(Stub stub, InputStream body) throws IOException {
    byte[] content = body.readNBytes((int) stub.length());
    String md5 = HexFormat.of().formatHex(Hash.md5().digest(content));
    Checks.attachment(stub, stub.length() - content.length, body.read() >= 0, md5);
    return content;
  }
}
