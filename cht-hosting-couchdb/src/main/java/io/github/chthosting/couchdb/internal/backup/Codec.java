package io.github.chthosting.couchdb.internal.backup;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import io.github.chthosting.couchdb.backup.store.Compression;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Compressing and decompressing streams; which one is seen by an object's name. */
public final class Codec {
  private static final int BUFFER = 64 << 10;

  /**
   * Largest window that is read, as a power of two: 8 MB, that of level 19, the highest we write. A
   * stream that wants more memory is not ours.
   */
  private static final int LARGEST_WINDOW = 23;

  private Codec() {}

  /** Compresses into {@code out}; closing it ends the compressed stream and closes {@code out}. */
  public static OutputStream compress(Compression compression, OutputStream out)
      throws IOException {
    return switch (compression.method()) {
      case ZSTD -> new ZstdOutputStreamNoFinalizer(out, compression.level());
      case GZIP -> gzip(compression.level(), out);
      case NONE -> out;
    };
  }

  private static OutputStream gzip(int level, OutputStream out) throws IOException {
    return new GZIPOutputStream(out, BUFFER) {
      {
        def.setLevel(level);
      }

      @Override
      public void close() throws IOException {
        Deflater deflater = def;
        try {
          super.close();
        } finally {
          deflater.end();
        }
      }
    };
  }

  /** Decompresses an object of that name. */
  public static InputStream decompress(String name, InputStream in) throws IOException {
    if (name.endsWith(Compression.Method.ZSTD.extension())) {
      // Several frames may follow one another, as zstdcat reads them.
      return new ZstdInputStreamNoFinalizer(in).setLongMax(LARGEST_WINDOW);
    }
    return name.endsWith(Compression.Method.GZIP.extension())
        ? new GZIPInputStream(in, BUFFER)
        : in;
  }
}
