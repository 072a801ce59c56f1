package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The attachments of a database, each content once, in tar archives: small ones together, a large
 * one alone, so that it can be discarded when its stream breaks off. Thread-safe.
 */
final class AttachmentPacks implements Closeable {
  /** An attachment up to this many bytes is read into memory and packed with others. */
  static final int SMALL = 1 << 20;

  private static final long PACK = 256L << 20;
  private static final int BYTES_AN_ENTRY = 200;

  private final BackupStore store;
  private final String folder;
  private final Map<Content, Location> known = new HashMap<>();
  private final long mostKnown = Runtime.getRuntime().maxMemory() / 16 / BYTES_AN_ENTRY;
  private final List<Part> parts = new ArrayList<>();
  private @Nullable TarPart open;
  private int count;

  /**
   * The place of an attachment's bytes.
   *
   * @param part name of the archive within the database's folder
   * @param offset of the first byte within it
   */
  record Location(String part, long offset) {}

  /** Attachments that agree in all three hold the same bytes. */
  private record Content(String digest, long length, boolean encoded) {
    static Content of(Stub stub) {
      return new Content(stub.digest(), stub.length(), stub.encoded());
    }
  }

  AttachmentPacks(BackupStore store, String folder) {
    this.store = store;
    this.folder = folder;
  }

  /** The place of this content, if it was stored before and is remembered. */
  synchronized Optional<Location> find(Stub stub) {
    return stub.hasMd5() ? Optional.ofNullable(known.get(Content.of(stub))) : Optional.empty();
  }

  /** Stores a small attachment whose bytes were checked. */
  synchronized Location add(Stub stub, byte[] bytes) throws IOException {
    try {
      TarPart pack = open;
      if (pack == null) {
        pack = begin();
        open = pack;
      }
      Location location = new Location(pack.shortName(), pack.begin(member(stub), bytes.length));
      pack.write(bytes, bytes.length);
      pack.endMember();
      if (pack.content() >= PACK) {
        open = null;
        parts.add(pack.end());
      }
      return remember(stub, location);
    } catch (Handoff.WriterFailedException e) {
      throw e;
    } catch (IOException e) {
      throw new Handoff.WriterFailedException(e);
    }
  }

  /** Stores a large attachment from a stream, checking it on the way. */
  Location stream(Stub stub, InputStream in) throws IOException {
    byte[] buffer = new byte[64 << 10];
    MessageDigest md5 = Hash.md5();
    try (TarPart pack = begin()) {
      Location location = new Location(pack.shortName(), pack.begin(member(stub), stub.length()));
      long left = stub.length();
      for (int n; left > 0 && (n = in.read(buffer, 0, (int) Math.min(buffer.length, left))) > 0; ) {
        pack.write(buffer, n);
        md5.update(buffer, 0, n);
        left -= n;
      }
      Checks.attachment(stub, left, in.read() >= 0, Hash.hex(md5));
      pack.endMember();
      return finished(stub, location, pack.end());
    }
  }

  private synchronized Location finished(Stub stub, Location location, Part part) {
    parts.add(part);
    return remember(stub, location);
  }

  private synchronized TarPart begin() throws IOException {
    count++;
    try {
      return new TarPart(store, folder, "attachments-%06d.tar".formatted(count));
    } catch (IOException e) {
      throw new Handoff.WriterFailedException(e);
    }
  }

  private synchronized Location remember(Stub stub, Location location) {
    if (stub.hasMd5() && known.size() < mostKnown) {
      known.put(Content.of(stub), location);
    }
    return location;
  }

  private static String member(Stub stub) {
    String md5 = stub.md5().isEmpty() ? "unknown" : stub.md5();
    return md5 + "-" + stub.length() + (stub.encoded() ? ".gz" : "");
  }

  /** Ends the last archive. Returns all of them, by name. */
  synchronized List<Part> finish() throws IOException {
    TarPart pack = open;
    open = null;
    if (pack != null) {
      parts.add(pack.end());
    }
    parts.sort(Comparator.comparing(Part::object));
    return List.copyOf(parts);
  }

  /** Discards an archive that was not ended. */
  @Override
  public synchronized void close() throws IOException {
    TarPart pack = open;
    open = null;
    if (pack != null) {
      pack.close();
    }
  }
}
