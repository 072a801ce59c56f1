package io.github.chthosting.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * Writes files that are on disk, name and content, when the call returns: a power failure after it
 * takes nothing back. What is written goes into a file beside, is synced, gets its name at once,
 * and then the folder is synced; whoever reads meanwhile sees the old or the new, never a part, and
 * after a failure the old one is as it was.
 */
public final class DurableFile {
  private DurableFile() {}

  /**
   * Writes a file, over one that is there. A symbolic link stays one: what it leads to is replaced.
   *
   * @param permissions of the new file, whatever the old one had
   */
  public static void write(Path file, byte[] content, Permissions permissions) throws IOException {
    Path real = Files.isSymbolicLink(file) ? file.toRealPath() : file.toAbsolutePath();
    Path beside = beside(real, content, permissions);
    try {
      putInPlace(beside, real);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  /**
   * Writes a file that must not be there.
   *
   * @throws FileAlreadyExistsException if it is; it is as it was then
   */
  public static void create(Path file, byte[] content, Permissions permissions) throws IOException {
    Path real = file.toAbsolutePath();
    if (Files.exists(real)) {
      throw new FileAlreadyExistsException(real.toString());
    }
    Path beside = beside(real, content, permissions);
    try {
      name(beside, real);
    } finally {
      Files.deleteIfExists(beside);
    }
    DurableFolder.sync(folder(real));
  }

  /** A second name is refused if it is taken; a move would go over what has just come. */
  private static void name(Path beside, Path file) throws IOException {
    try {
      Files.createLink(file, beside);
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // A file system without second names.
      Files.move(beside, file);
    }
  }

  /**
   * Gives a finished file of the same file system its name, over one that has it: its content is
   * synced before, the folder after.
   */
  public static void putInPlace(Path finished, Path file) throws IOException {
    sync(finished);
    Files.move(finished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    DurableFolder.sync(folder(file));
  }

  /** Waits until the content of a file is on disk, whoever wrote it. */
  public static void sync(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static Path beside(Path file, byte[] content, Permissions permissions)
      throws IOException {
    Path beside = Files.createTempFile(folder(file), ".writing-", ".tmp", permissions.forNewFile());
    try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(content);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
      return beside;
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }

  static Path folder(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? file.toAbsolutePath() : folder;
  }
}
