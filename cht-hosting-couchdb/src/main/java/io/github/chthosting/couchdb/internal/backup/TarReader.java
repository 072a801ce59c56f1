package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Checks the archives that hold attachments. */
public final class TarReader {
  private static final int MD5_DIGITS = 32;

  private TarReader() {}

  /**
   * Goes through an archive: each member has the MD5 that its name tells, and there are as many as
   * the manifest says.
   */
  public static void check(BackupStore store, Part part) throws IOException {
    long members = 0;
    try (InputStream in = PartReader.open(store, part)) {
      byte[] header = in.readNBytes(Tar.BLOCK);
      while (header.length == Tar.BLOCK && header[0] != 0) {
        if (!Tar.isHeader(header)) {
          throw PartReader.broken(store, part, "a member has no valid header", null);
        }
        check(store, part, in, header);
        members++;
        header = in.readNBytes(Tar.BLOCK);
      }
    }
    if (members != part.rows()) {
      throw PartReader.broken(
          store,
          part,
          "it has %d attachments, and its manifest says %d".formatted(members, part.rows()),
          null);
    }
  }

  private static void check(BackupStore store, Part part, InputStream in, byte[] header)
      throws IOException {
    String name = Tar.name(header);
    long size = Tar.size(header);
    MessageDigest md5 = Hash.md5();
    byte[] buffer = new byte[Block.SIZE];
    long left = size;
    if (size < 0) {
      throw PartReader.broken(store, part, "a member has a negative size", null);
    }
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (count < 0) {
        throw new EOFException(part.object() + " is cut");
      }
      md5.update(buffer, 0, count);
      left -= count;
    }
    in.skipNBytes(Tar.padding(size));
    boolean known = name.length() > MD5_DIGITS && name.charAt(MD5_DIGITS) == '-';
    if (known && !name.startsWith(Hash.hex(md5))) {
      throw PartReader.broken(store, part, "the bytes of " + name + " are others", null);
    }
  }

  /** Checks that an archive has that attachment at that place. */
  public static void requireMember(BackupStore store, StoredAttachment attachment)
      throws IOException {
    long start = attachment.offset() - Tar.BLOCK;
    if (start < 0) {
      throw new IOException(
          "no attachment can be at " + attachment.offset() + " of " + attachment.object());
    }
    try (InputStream in = store.open(attachment.object(), start)) {
      byte[] header = in.readNBytes(Tar.BLOCK);
      if (header.length < Tar.BLOCK
          || !Tar.isHeader(header)
          || Tar.size(header) != attachment.length()
          || !isOf(Tar.name(header), attachment)) {
        throw new IOException(
            "no attachment of %d bytes is at %d of %s"
                .formatted(attachment.length(), attachment.offset(), attachment.object()));
      }
    }
  }

  private static boolean isOf(String member, StoredAttachment attachment) {
    Stub stub = Stub.of(attachment.name(), attachment.stub());
    return !stub.hasMd5() || member.startsWith(stub.md5() + "-");
  }
}
