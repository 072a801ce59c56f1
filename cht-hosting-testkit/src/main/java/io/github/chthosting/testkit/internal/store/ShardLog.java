package io.github.chthosting.testkit.internal.store;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32;

/**
 * A file of frames that is only appended to: length, CRC-32, bytes. A frame that a killed process
 * left half written is cut off when the file is opened again. Reads are thread-safe; one thread
 * appends at a time.
 */
final class ShardLog implements AutoCloseable {
  private static final int HEADER = 8;

  /** Takes what was written. */
  @FunctionalInterface
  interface FrameReader {
    void frame(ShardLog log, long offset, byte[] bytes) throws IOException;
  }

  private final FileChannel channel;
  private long end;

  private ShardLog(FileChannel channel) {
    this.channel = channel;
  }

  /** Opens or creates; gives every whole frame to {@code reader}. */
  static ShardLog open(Path file, FrameReader reader) throws IOException {
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    ShardLog log = new ShardLog(channel);
    try {
      log.scan(reader);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    return log;
  }

  /** Bytes of the file. */
  long size() {
    return end;
  }

  /** Appends a frame; returns where its bytes begin. */
  long append(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    ByteBuffer frame = ByteBuffer.allocate(HEADER + bytes.length);
    frame.putInt(bytes.length).putInt((int) crc.getValue()).put(bytes).flip();
    long start = end;
    try {
      writeAt(frame, start);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    end = start + HEADER + bytes.length;
    return start + HEADER;
  }

  /** The offset at which the bytes of the next frame will begin. */
  long next() {
    return end + HEADER;
  }

  /** Bytes of a frame, from {@code offset} in the file. */
  byte[] read(long offset, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    try {
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, offset + bytes.position()) < 0) {
          throw new EOFException("shard file ends before " + (offset + length));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.array();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private void writeAt(ByteBuffer frame, long start) throws IOException {
    long at = start;
    while (frame.hasRemaining()) {
      at += channel.write(frame, at);
    }
  }

  private void scan(FrameReader reader) throws IOException {
    long size = channel.size();
    DataInputStream in =
        new DataInputStream(new BufferedInputStream(Channels.newInputStream(channel), 1 << 16));
    while (end + HEADER <= size) {
      int length = in.readInt();
      int expected = in.readInt();
      if (length < 0 || end + HEADER + length > size) {
        break;
      }
      byte[] bytes = in.readNBytes(length);
      CRC32 crc = new CRC32();
      crc.update(bytes);
      if ((int) crc.getValue() != expected) {
        break;
      }
      reader.frame(this, end + HEADER, bytes);
      end += HEADER + length;
    }
    channel.truncate(end);
  }
}
