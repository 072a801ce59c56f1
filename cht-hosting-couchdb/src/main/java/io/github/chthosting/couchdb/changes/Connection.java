package io.github.chthosting.couchdb.changes;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One answer of {@code _changes}, read row by row. */
interface Connection extends AutoCloseable {

  /** The next row, or null at the end that CouchDB announced. A cut is thrown. */
  @Nullable JsonNode next();

  /** {@code last_seq} and {@code pending}, once {@link #next()} returned null. */
  JsonNode end();

  @Override
  void close();
}
