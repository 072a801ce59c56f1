package io.github.chthosting.couchdb.internal.changes;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.Slices;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/**
 * The rows since the last place of the feed that can be asked for again. When the connection is
 * cut, CouchDB sends them once more, in another order; they must be handed on once. Not by count,
 * but by id and revisions: what changed meanwhile is new. Not thread-safe.
 */
final class ReplayFilter {
  private byte[] keys = new byte[8 << 10];
  private int end;
  private final Set<String> repeated = new HashSet<>();

  /** Notes a row. Returns whether it is none that was handed on before a cut. */
  boolean isNew(ChangesRow row) {
    int start = end;
    add(row);
    return repeated.isEmpty()
        || !repeated.remove(new String(keys, start, end - start, StandardCharsets.UTF_8));
  }

  private void add(ChangesRow row) {
    append(row.bytes(), row.idStart(), row.idEnd());
    Slices leaves = row.leaves();
    for (int i = 0; i < leaves.count(); i++) {
      append(row.bytes(), leaves.start(i), leaves.end(i));
    }
    // Cannot be within an id or a revision as JSON spells them.
    keys[end - 1] = '\n';
  }

  private void append(byte[] bytes, int start, int stop) {
    int length = stop - start;
    if (end + length + 1 > keys.length) {
      keys = Arrays.copyOf(keys, Math.max(keys.length * 2, end + length + 1));
    }
    System.arraycopy(bytes, start, keys, end, length);
    end += length;
    keys[end++] = ' ';
  }

  /** The feed can be asked for from here: the rows before will not come again. */
  void mark() {
    end = 0;
  }

  /** The connection was cut: what is noted will come again. */
  void expectAgain() {
    String all = new String(keys, 0, end, StandardCharsets.UTF_8);
    all.lines().forEach(key -> repeated.add(key + "\n"));
    // They stay noted, for the next cut.
  }

  /** The feed was read to its end: nothing will come again. */
  void end() {
    end = 0;
    repeated.clear();
  }

  /** Returns how many rows may still come again. */
  int expected() {
    return repeated.size();
  }
}
