package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The database files of one node: shards, {@code _dbs}, {@code _nodes}, {@code _users}. */
public final class NodeFiles {
  private static final String ENDING = ".couch";

  private final @Nullable Path folder;
  private final Consumer<String> onWrite;
  private final Map<String, LocalDatabase> open = new ConcurrentSkipListMap<>();
  private volatile boolean closed;

  /**
   * Opens all that the folder holds.
   *
   * @param folder null keeps everything in memory
   * @param onWrite hears the name of a file after each write to it, and its deletion; must not
   *     block
   */
  NodeFiles(@Nullable Path folder, Consumer<String> onWrite) {
    this.folder = folder;
    this.onWrite = onWrite;
    if (folder != null) {
      load(folder);
    }
  }

  private void load(Path from) {
    try {
      Files.createDirectories(from);
      try (Stream<Path> files = Files.walk(from)) {
        files
            .filter(file -> file.toString().endsWith(ENDING) && Files.isRegularFile(file))
            .map(file -> nameOf(from, file))
            .forEach(this::add);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path folder, Path file) {
    String path = folder.relativize(file).toString().replace(File.separatorChar, '/');
    return path.substring(0, path.length() - ENDING.length());
  }

  private LocalDatabase add(String name) {
    LocalDatabase file =
        folder == null
            ? LocalDatabase.inMemory(name)
            : LocalDatabase.open(name, folder.resolve(name + ENDING));
    var unused = file.onChange(() -> written(name));
    open.put(name, file);
    return file;
  }

  private void written(String name) {
    if (!closed) {
      onWrite.accept(name);
    }
  }

  /** The file of that name. */
  public Optional<LocalDatabase> find(String name) {
    return Optional.ofNullable(open.get(name));
  }

  /** The file of that name, made if it is not there. */
  synchronized LocalDatabase findOrCreate(String name, ObjectNode security) {
    LocalDatabase found = open.get(name);
    return found != null ? found : create(name, security);
  }

  /**
   * Makes a file.
   *
   * @throws ApiException 412 if there is one
   */
  synchronized LocalDatabase create(String name, ObjectNode security) {
    if (open.containsKey(name)) {
      throw new ApiException(
          412, "file_exists", "The database could not be created, the file already exists.");
    }
    LocalDatabase file = add(name);
    if (!security.isEmpty()) {
      file.created(security);
    }
    return file;
  }

  /** Removes a file; false if there was none. */
  public synchronized boolean delete(String name) {
    LocalDatabase file = open.remove(name);
    if (file == null) {
      return false;
    }
    file.delete();
    return true;
  }

  /** The names of all files, sorted. */
  public List<String> names() {
    return List.copyOf(open.keySet());
  }

  synchronized void close() {
    closed = true;
    open.values().forEach(LocalDatabase::close);
    open.clear();
  }
}
