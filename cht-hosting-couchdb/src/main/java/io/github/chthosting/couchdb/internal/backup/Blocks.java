package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import java.io.IOException;

/** Where empty blocks come from and filled ones go. */
public interface Blocks {

  /** A block to fill with at least {@code size} bytes of that kind. */
  Block take(Kind kind, int size) throws IOException;

  /** Hands over a filled block; it must not be touched afterwards. */
  void put(Block block) throws IOException;
}
