package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import java.io.IOException;

/** The pool of empty blocks, and the queue that takes filled ones. */
public interface Blocks {

  /** A block to fill with at least {@code size} bytes of that kind. */
  Block take(Kind kind, int size) throws IOException;

  /** Hands over a filled block; it must not be touched afterwards. */
  void put(Block block) throws IOException;
}
