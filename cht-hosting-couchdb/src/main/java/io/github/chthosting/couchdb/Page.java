package io.github.chthosting.couchdb;

import java.util.List;
import java.util.Optional;

/**
 * A page of rows, and what to ask for the rows after them.
 *
 * @param rows at most as many as asked for
 * @param next the query of the next page; empty if this is the last
 */
public record Page(List<Row> rows, Optional<ViewQuery> next) {
  public Page {
    rows = List.copyOf(rows);
  }
}
