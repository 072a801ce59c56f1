package io.github.chthosting.couchdb.internal.rows;

import java.io.IOException;

/**
 * The receiver of one element of a {@code results} array. The same object is used for each row: it
 * holds indices into the bytes of the window, valid until the next row is asked for.
 */
public interface Row {

  /**
   * Reads the element that starts at {@code start}.
   *
   * @return the index after it, or -1 if it does not end before {@code limit}
   * @throws MalformedJsonException if it cannot be such an element
   */
  int parse(byte[] bytes, int start, int limit) throws IOException;
}
