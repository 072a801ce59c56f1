package io.github.chthosting.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.chthosting.HostingException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A file of lines that only grows; each line is on disk when {@link #append} returns. */
final class JournalFile implements AutoCloseable {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .addModule(new JavaTimeModule())
          .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private final Path folder;
  private final FileChannel channel;

  private JournalFile(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static JournalFile open(Path folder) {
    try {
      Files.createDirectories(folder);
      FileChannel channel =
          FileChannel.open(
              folder.resolve("journal.jsonl"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      lock(folder, channel);
      syncFolder(folder);
      return new JournalFile(folder, channel);
    } catch (IOException e) {
      throw failed(folder, "cannot be opened: " + e, e);
    }
  }

  private static void lock(Path folder, FileChannel channel) throws IOException {
    FileLock lock = null;
    try {
      lock = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // The same process holds it, which is no better than another one.
      channel.close();
      throw failed(folder, "is held by this process already", e);
    }
    if (lock == null) {
      channel.close();
      throw failed(folder, "is held by another process: wait for it, or end it", null);
    }
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
      byte[] bytes = Files.readAllBytes(folder.resolve("journal.jsonl"));
      int from = 0;
      for (int i = 0; i < bytes.length; i++) {
        if (bytes[i] == '\n') {
          reader.accept(parse(new String(bytes, from, i - from, StandardCharsets.UTF_8)));
          from = i + 1;
        }
      }
      channel.truncate(from);
      channel.position(from);
    } catch (IOException e) {
      throw failed(folder, "cannot be read: " + e, e);
    }
  }

  private JournalLine parse(String line) {
    try {
      return MAPPER.readValue(line, JournalLine.class);
    } catch (JsonProcessingException e) {
      throw failed(
          folder, "has a line that cannot be read (%.60s); nothing was changed".formatted(line), e);
    }
  }

  synchronized void append(JournalLine line) {
    try {
      byte[] bytes = (MAPPER.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    } catch (IOException e) {
      throw failed(folder, "cannot be written: " + e, e);
    }
  }

  private static HostingException failed(Path folder, String what, @Nullable Throwable cause) {
    String operation = "journal in " + folder;
    return new HostingException(operation, operation + " " + what, false, cause);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw failed(folder, "cannot be closed: " + e, e);
    }
  }
}
