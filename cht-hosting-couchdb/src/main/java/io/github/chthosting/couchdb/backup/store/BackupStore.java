package io.github.chthosting.couchdb.backup.store;

import io.github.chthosting.plan.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * The place of one backup: named objects that are written once. Names are relative, separated by
 * {@code /}, of lower-case letters, digits, {@code . _ - % ~}, except {@code SHA256SUMS}.
 * Thread-safe.
 *
 * <p>An implementation says what went wrong by the exceptions of {@code java.nio.file}, such as
 * {@link java.nio.file.NoSuchFileException} and {@link java.nio.file.AccessDeniedException}.
 */
public interface BackupStore {

  /**
   * A folder of this machine; it is created by the first write, its parent must exist. What is
   * created is its owner's alone: folders have mode 700, files 600.
   */
  static BackupStore folder(Path folder) {
    return new FolderStore(folder);
  }

  /** Returns the place, for messages; without credentials. */
  String location();

  /**
   * Names of all objects, in order; where others would see them, unfinished ones too, as a sign
   * that the place is in use. Empty if the place does not exist yet.
   */
  List<String> list() throws IOException;

  /**
   * Returns what should be seen to about the place itself: of a folder, that others than its owner
   * can read files in it. Empty if nothing is known to be wrong.
   */
  default List<Finding> findings() throws IOException {
    return List.of();
  }

  /**
   * Returns an object's bytes from {@code offset} to its end. Close it.
   *
   * @throws java.nio.file.NoSuchFileException if there is none of that name
   */
  InputStream open(String name, long offset) throws IOException;

  /**
   * Begins an object. It is not seen by anyone before {@link Upload#commit()}.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one of that name
   */
  Upload create(String name) throws IOException;

  /** Deletes an object, and what is left of it unfinished; nothing happens if there is none. */
  void delete(String name) throws IOException;

  /** An object that is being written. Not thread-safe. */
  abstract class Upload extends OutputStream {

    /** Returns an object of which nothing is written yet. */
    protected Upload() {}

    /** Makes it durable, then visible under its name. Nothing may be written afterwards. */
    public abstract void commit() throws IOException;

    /** Discards it unless it was committed. */
    @Override
    public abstract void close() throws IOException;
  }
}
