package io.github.chthosting.couchdb.backup.store;

import io.github.chthosting.plan.Finding;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Objects as files below a folder. */
public final class FolderStore implements BackupStore {
  private static final Pattern NAME =
      Pattern.compile("SHA256SUMS|[a-z0-9._%~-]+(/[a-z0-9._%~-]+)*");
  private static final String UNFINISHED = ".unfinished";

  private final Path folder;
  private final PrivateFolder place;

  /** Opens a folder as a store; it is made when the first object is written. */
  public FolderStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
    this.place = new PrivateFolder(this.folder);
  }

  @Override
  public String location() {
    return folder.toString();
  }

  @Override
  public List<String> list() throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    if (!Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    // The folder may be a link, which a walk would take for a file.
    Path real = folder.toRealPath();
    try (Stream<Path> files = Files.walk(real)) {
      return files
          .filter(file -> !Files.isDirectory(file))
          .map(file -> real.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      throw cause == null ? new IOException(e) : cause;
    }
  }

  @Override
  public List<Finding> findings() throws IOException {
    return place.open(list()).stream().toList();
  }

  @Override
  public InputStream open(String name, long offset) throws IOException {
    Path file = file(name);
    requirePlain(file);
    SeekableByteChannel channel =
        Files.newByteChannel(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    return Channels.newInputStream(channel.position(offset));
  }

  /** A link may lead anywhere, and opening a pipe waits for ever. */
  private void requirePlain(Path file) throws IOException {
    Path path = folder;
    for (Path name : folder.relativize(file)) {
      path = path.resolve(name);
      BasicFileAttributes found =
          Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      boolean due = path.equals(file) ? found.isRegularFile() : found.isDirectory();
      if (!due) {
        throw new FileSystemException(
            path.toString(),
            null,
            (found.isSymbolicLink()
                    ? "a link"
                    : found.isDirectory()
                        ? "a folder"
                        : found.isRegularFile() ? "a file" : "a pipe or device")
                + " is where a "
                + (path.equals(file) ? "file" : "folder")
                + " is due");
      }
    }
  }

  @Override
  public Upload create(String name) throws IOException {
    Path file = file(name);
    if (Files.exists(file)) {
      throw new FileAlreadyExistsException(file.toString());
    }
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new NotDirectoryException(folder.toString());
    }
    place.make(parent(file));
    Path unfinished = unfinished(file);
    // Whoever has created this one is alone in writing the object.
    place.makeFile(unfinished);
    if (Files.exists(file)) {
      Files.delete(unfinished);
      throw new FileAlreadyExistsException(file.toString());
    }
    return new FileUpload(file, unfinished);
  }

  @Override
  public void delete(String name) throws IOException {
    Path file = file(name);
    Files.deleteIfExists(file);
    Files.deleteIfExists(unfinished(file));
    Path parent = parent(file);
    while (!parent.equals(folder) && parent.startsWith(folder) && deletedEmpty(parent)) {
      parent = parent(parent);
    }
  }

  private static boolean deletedEmpty(Path directory) throws IOException {
    try {
      return Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      return false;
    }
  }

  private static Path unfinished(Path file) {
    return parent(file).resolve(file.getFileName() + UNFINISHED);
  }

  /** A name comes from a manifest that anybody may have written: it must stay below the folder. */
  private Path file(String name) throws IOException {
    if (!NAME.matcher(name).matches() || name.contains("..")) {
      throw new NoSuchFileException(name, null, "not the name of an object of a backup");
    }
    try {
      return folder.resolve(name);
    } catch (InvalidPathException e) {
      throw new NoSuchFileException(name, null, e.getMessage());
    }
  }

  private static Path parent(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static final class FileUpload extends Upload {
    private final Path file;
    private final Path unfinished;
    private final FileChannel channel;
    private final OutputStream out;
    private boolean committed;

    FileUpload(Path file, Path unfinished) throws IOException {
      this.file = file;
      this.unfinished = unfinished;
      FileOutputStream stream = new FileOutputStream(unfinished.toFile());
      this.out = stream;
      this.channel = stream.getChannel();
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void commit() throws IOException {
      channel.force(true);
      out.close();
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
      committed = true;
      PrivateFolder.force(parent(file));
    }

    @Override
    public void close() throws IOException {
      out.close();
      if (!committed) {
        Files.deleteIfExists(unfinished);
      }
    }
  }
}
