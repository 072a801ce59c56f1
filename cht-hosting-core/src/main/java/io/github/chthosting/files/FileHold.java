package io.github.chthosting.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A file that is locked until it is closed, or its process ends. Within the process it is known
 * which are, without opening them again: to close a second channel of a file drops the POSIX lock
 * that the process has on it.
 */
public final class FileHold implements Closeable {
  private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

  private final Path key;
  private final FileChannel channel;

  private FileHold(Path key, FileChannel channel) {
    this.key = key;
    this.channel = channel;
  }

  /**
   * Opens a file, which is created if it is not there, and locks it. Its folder must be there.
   *
   * @return empty if another holds it
   */
  public static Optional<FileHold> of(Path file, FileAttribute<?>... attributes)
      throws IOException {
    Path key = key(file);
    if (!HELD.add(key)) {
      return Optional.empty();
    }
    boolean held = false;
    try {
      FileChannel channel =
          FileChannel.open(
              file,
              Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
              attributes);
      held = channel.tryLock() != null;
      if (held) {
        return Optional.of(new FileHold(key, channel));
      }
      channel.close();
      return Optional.empty();
    } finally {
      if (!held) {
        HELD.remove(key);
      }
    }
  }

  /** Returns whether this process holds a file. */
  public static boolean isHeldHere(Path file) throws IOException {
    return HELD.contains(key(file));
  }

  private static Path key(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Path folder = absolute.getParent();
    return folder == null
        ? absolute
        : folder.toRealPath().resolve(String.valueOf(absolute.getFileName()));
  }

  /** The file, open to read and write. */
  public FileChannel channel() {
    return channel;
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      HELD.remove(key);
    }
  }
}
