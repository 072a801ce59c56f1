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
    try (InputStream in = store.open(part.object(), 0)) {
      byte[] header = in.readNBytes(Tar.BLOCK);
      while (header.length == Tar.BLOCK && header[0] != 0) {
        if (!Tar.isHeader(header)) {
          throw PartReader.broken(store, part, "a member has no right header", null);
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

  /** Checks that an archive has a member of that size at that place. */
  public static void requireMember(BackupStore store, String object, long offset, long length)
      throws IOException {
    long start = offset - Tar.BLOCK;
    if (start < 0) {
      throw new IOException("no attachment can be at " + offset + " of " + object);
    }
    try (InputStream in = store.open(object, start)) {
      byte[] header = in.readNBytes(Tar.BLOCK);
      if (header.length < Tar.BLOCK || !Tar.isHeader(header) || Tar.size(header) != length) {
        throw new IOException(
            "no attachment of %d bytes is at %d of %s".formatted(length, offset, object));
      }
    }
  }
}
