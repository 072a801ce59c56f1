package io.github.chthosting.compose.internal.move;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.Layout;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where a stopped CouchDB says which node holds which range, and who is a member: two small files
 * beside the shards. Put back, the node is what it was; the shards themselves are not touched.
 *
 * @param data the node's data folder
 * @param kept where they are kept
 */
record KeptMaps(Path data, Path kept) {
  private static final List<String> NAMES = List.of("_dbs.couch", "_nodes.couch");

  static KeptMaps of(Layout layout, Path data) {
    return new KeptMaps(data, layout.ownFolder().resolve("maps"));
  }

  /** Only while CouchDB does not run. */
  void keep() {
    try {
      Files.createDirectories(kept);
      for (String name : NAMES) {
        copy(data.resolve(name), kept.resolve(name));
      }
    } catch (IOException e) {
      throw failed("keep the maps of " + data, e);
    }
  }

  /** Only while CouchDB does not run. */
  void putBack() {
    try {
      for (String name : NAMES) {
        Path beside = data.resolve(name + ".new");
        copy(kept.resolve(name), beside);
        Files.move(
            beside,
            data.resolve(name),
            StandardCopyOption.ATOMIC_MOVE,
            StandardCopyOption.REPLACE_EXISTING);
      }
      force(data);
    } catch (IOException e) {
      throw failed("put the maps of " + data + " back", e);
    }
  }

  /** With its owner: CouchDB is another user. On disk before anybody counts on it. */
  private static void copy(Path from, Path to) throws IOException {
    Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
    force(to);
    force(to.resolveSibling("."));
    if (Files.mismatch(from, to) >= 0) {
      throw new IOException(to + " is not what " + from + " is: somebody writes to it");
    }
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static HostingException failed(String operation, IOException e) {
    return new HostingException(operation, operation + ": " + e, false, e);
  }
}
