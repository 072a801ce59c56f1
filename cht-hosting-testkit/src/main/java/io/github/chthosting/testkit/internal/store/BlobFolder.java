package io.github.chthosting.testkit.internal.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;

/** A folder for blobs above {@value #SMALL} bytes, made when the first one comes. */
final class BlobFolder implements BlobSpool {
  /** Number of bytes up to which content stays in memory. */
  static final int SMALL = 64 * 1024;

  private final Path folder;

  BlobFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public Blob keep(InputStream bytes) throws IOException {
    byte[] head = bytes.readNBytes(SMALL + 1);
    if (head.length <= SMALL) {
      return new MemoryBlob(head);
    }
    Files.createDirectories(folder);
    Path file = folder.resolve(UUID.randomUUID().toString());
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(head);
      long length = head.length + bytes.transferTo(out);
      return new FileBlob(file, length);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** The blob, in this folder or in memory. */
  Blob adopt(Blob blob) {
    if (blob instanceof MemoryBlob
        || (blob instanceof FileBlob own && own.file().startsWith(folder))) {
      return blob;
    }
    try (InputStream bytes = blob.open()) {
      return keep(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The blob of that name, as it was kept before. */
  Blob find(String name, long length) {
    return new FileBlob(folder.resolve(name), length);
  }

  /** Deletes all blobs but those. */
  void retain(Set<Path> used) throws IOException {
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
        for (Path file : files) {
          if (!used.contains(file)) {
            Files.deleteIfExists(file);
          }
        }
      }
    }
  }

  /** Deletes the folder and all in it. */
  void delete() throws IOException {
    retain(Set.of());
    Files.deleteIfExists(folder);
  }
}
