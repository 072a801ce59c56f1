package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The two small files, beside the shards, in which a stopped CouchDB says which node holds which
 * range, and who is a member. Put back, the node is what it was; the shards themselves are not
 * touched.
 *
 * @param data the node's data folder
 * @param kept where they are kept
 */
record KeptMaps(Path data, Path kept) {
  private static final List<String> NAMES = List.of("_dbs.couch", "_nodes.couch");

  static KeptMaps of(Layout layout, Path data) {
    return new KeptMaps(data, layout.ownFolder().resolve("maps"));
  }

  /** Keeps the maps. Only while CouchDB does not run. */
  void keep() {
    try {
      DurableFolder.create(kept, Permissions.READABLE);
      for (String name : NAMES) {
        copy(data.resolve(name), kept.resolve(name));
      }
    } catch (IOException e) {
      throw failed("keep the maps of " + data, e);
    }
  }

  /** Puts the maps back. Only while CouchDB does not run. */
  void putBack() {
    try {
      for (String name : NAMES) {
        Path beside = data.resolve(name + ".new");
        copy(kept.resolve(name), beside);
        DurableFile.putInPlace(beside, data.resolve(name));
      }
    } catch (IOException e) {
      throw failed("put the maps of " + data + " back", e);
    }
  }

  /**
   * Copies a file with its owner, since CouchDB is another user, and syncs it to disk before
   * anybody counts on it.
   */
  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    DurableFile.sync(to);
    DurableFolder.sync(to.resolveSibling("."));
    if (Files.mismatch(from, to) >= 0) {
      throw new IOException(to + " is not what " + from + " is: somebody writes to it");
    }
  }

  private static HostingException failed(String operation, IOException e) {
    return new HostingException(operation, operation + ": " + e, false, e);
  }
}
