package io.github.chthosting.testkit.internal.document;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterInputStream;

/** Gzips what is read through it, with the header that Erlang's zlib writes. */
final class GzipStream extends FilterInputStream {
  private static final int UNIX = 3;

  private final CRC32 crc = new CRC32();
  private final Deflater deflater;
  private byte[] frame;
  private int at;
  private boolean inTrailer;

  GzipStream(InputStream plain, int level) {
    super(plain);
    this.deflater = new Deflater(level, true);
    this.in = new DeflaterInputStream(new CheckedInputStream(plain, crc), deflater, 8192);
    byte speed = (byte) (level == 9 ? 2 : level == 1 ? 4 : 0);
    this.frame = new byte[] {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, speed, UNIX};
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] b, int off, int len) throws IOException {
    if (at == frame.length && !inTrailer) {
      int n = in.read(b, off, len);
      if (n >= 0) {
        return n;
      }
      startTrailer();
    }
    int n = Math.min(len, frame.length - at);
    System.arraycopy(frame, at, b, off, n);
    at += n;
    return n == 0 && len > 0 ? -1 : n;
  }

  private void startTrailer() {
    ByteBuffer trailer = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    trailer.putInt((int) crc.getValue()).putInt((int) deflater.getBytesRead());
    frame = trailer.array();
    at = 0;
    inTrailer = true;
    deflater.end();
  }
}
