package io.github.chthosting.plan;

import io.github.chthosting.HostingException;
import io.github.chthosting.files.FileHold;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** A file of lines that only grows; each line is on disk when {@link #append} returns. */
final class JournalFile implements AutoCloseable {
  private static final String NEXT =
      ". What it holds already stays. See that there is room, and that this user may write there;"
          + " then resume the plan, or apply it again.";

  private final Path folder;
  private final FileHold hold;
  private final FileChannel channel;

  /** Offset at which the last whole line ends. */
  private long end;

  private JournalFile(Path folder, FileHold hold) {
    this.folder = folder;
    this.hold = hold;
    this.channel = hold.channel();
  }

  static JournalFile open(Path folder) {
    try {
      FileHold hold = openPrivate(folder);
      syncFolder(folder);
      return new JournalFile(folder, hold);
    } catch (IOException e) {
      throw failed(folder, "cannot be opened: " + e + NEXT, e);
    }
  }

  /** Marks may hold what a file held before, so nobody else can read them. */
  private static FileHold openPrivate(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      Path parent = folder.toAbsolutePath().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.createDirectory(folder, permissions("rwx------"));
    }
    Path file = folder.resolve("journal.jsonl");
    // The same process is no better than another one.
    boolean here = FileHold.isHeldHere(file);
    FileHold hold =
        FileHold.of(file, permissions("rw-------"))
            .orElseThrow(
                () ->
                    failed(
                        folder,
                        here
                            ? "is held by this process already"
                            : "is held by another process: wait for it, or end it",
                        null));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    return hold;
  }

  private static FileAttribute<Set<PosixFilePermission>> permissions(String text) {
    return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(text));
  }

  // A file whose name is not on disk is lost with all its lines.
  private static void syncFolder(Path folder) throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  Path folder() {
    return folder;
  }

  void replay(Consumer<JournalLine> reader) {
    try {
      byte[] bytes = content();
      int from = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          reader.accept(parse(new String(bytes, from, i - from, StandardCharsets.UTF_8)));
          from = i + 1;
        }
      }
      end = from;
      channel.truncate(end);
    } catch (IOException e) {
      throw failed(folder, "cannot be read: " + e, e);
    }
  }

  /**
   * Reads by the channel that holds the lock: to close another one on the same file would drop a
   * POSIX lock of this process.
   */
  private byte[] content() throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (content.hasRemaining() && channel.read(content, content.position()) >= 0) {
      // Until all is there.
    }
    return Arrays.copyOf(content.array(), content.position());
  }

  private JournalLine parse(String line) {
    try {
      return PlanJson.MAPPER.readValue(line, JournalLine.class);
    } catch (JacksonException e) {
      throw failed(
          folder, "has a line that cannot be read (%.60s); nothing was changed".formatted(line), e);
    }
  }

  synchronized void append(JournalLine line) {
    try {
      String text = PlanJson.MAPPER.writeValueAsString(line) + "\n";
      ByteBuffer buffer = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      long at = end;
      while (buffer.hasRemaining()) {
        at += channel.write(buffer, at);
      }
      channel.force(false);
      end = at;
    } catch (IOException e) {
      dropHalfLine(e);
      throw failed(folder, "cannot be written: " + e + NEXT, e);
    }
  }

  /** A full disk may have taken a part of the line. */
  private void dropHalfLine(IOException failure) {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private static HostingException failed(Path folder, String what, @Nullable Throwable cause) {
    String operation = "journal in " + folder;
    return new HostingException(operation, operation + " " + what, false, cause);
  }

  @Override
  public void close() {
    try {
      hold.close();
    } catch (IOException e) {
      throw failed(folder, "cannot be closed: " + e, e);
    }
  }
}
