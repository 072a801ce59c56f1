package io.github.chthosting.couchdb.internal.compare;

import io.github.chthosting.couchdb.Database;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.changes.ChangesReader;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.http.Call;
import io.github.chthosting.operation.WorkContext;
import java.util.function.Consumer;

/** Goes once through all documents of a database, with all leaves of each. */
final class LeafFeed {
  private static final int LONGEST_ROW = 64 << 20;

  private LeafFeed() {}

  /**
   * Gives each row, whose bytes are valid until {@code taker} returns.
   *
   * @return whether it was cut and went on: with another copy of a range, rows may then have come
   *     twice
   */
  static boolean read(Database database, WorkContext context, Consumer<ChangesRow> taker) {
    Call call =
        Call.of("GET", database.name(), "_changes")
            .query("style", "all_docs")
            .query("seq_interval", 1000);
    try (ChangesReader reader =
        new ChangesReader(Wire.of(database), "0", (since, again) -> call.query("since", since))
            .longestRow(LONGEST_ROW)) {
      WorkContext.Hook hook = context.onCancel(reader::close);
      try {
        for (ChangesRow row = reader.next(); row != null; row = reader.next()) {
          taker.accept(row);
        }
      } finally {
        hook.close();
      }
      return reader.isResumed();
    }
  }
}
