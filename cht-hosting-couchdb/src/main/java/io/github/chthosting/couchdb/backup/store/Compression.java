package io.github.chthosting.couchdb.backup.store;

import java.util.Locale;

/**
 * The compression of parts with documents.
 *
 * @param method the algorithm
 * @param level its level; 0 where it has none
 */
public record Compression(Method method, int level) {
  /** An algorithm that a standard command reads. */
  public enum Method {
    /** Read by {@code zstdcat}. */
    ZSTD(".zst"),
    /** Read by {@code zcat}. */
    GZIP(".gz"),
    /** Read as it is. */
    NONE("");

    private final String extension;

    Method(String extension) {
      this.extension = extension;
    }

    /** Returns what names of files end with, the dot included. */
    public String extension() {
      return extension;
    }
  }

  public Compression {
    int highest = method == Method.ZSTD ? 19 : method == Method.GZIP ? 9 : 0;
    int lowest = method == Method.NONE ? 0 : 1;
    if (level < lowest || level > highest) {
      throw new IllegalArgumentException(
          method.name().toLowerCase(Locale.ROOT) + " has levels " + lowest + " to " + highest);
    }
  }

  /** The default: zstd at level 1, about 500 MB/s a core. */
  public static Compression zstd() {
    return zstd(1);
  }

  /** Returns zstd at a level from 1 to 19. */
  public static Compression zstd(int level) {
    return new Compression(Method.ZSTD, level);
  }

  /** Returns gzip: several times slower, for those who have nothing else to read it. */
  public static Compression gzip() {
    return new Compression(Method.GZIP, 1);
  }

  /** Returns no compression. */
  public static Compression none() {
    return new Compression(Method.NONE, 0);
  }
}
