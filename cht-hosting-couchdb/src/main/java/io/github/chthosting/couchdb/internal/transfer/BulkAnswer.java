package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.rows.BulkGetRow;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The results that one answer of {@code _bulk_get} gives for each revision that it was asked for.
 * An answer that leaves one out is no valid answer. Not thread-safe.
 */
final class BulkAnswer {
  private final RevisionList asked;
  private final List<Unread> unread = new ArrayList<>();
  private final List<RowError> refused = new ArrayList<>();
  private int next;

  /** A revision that did not come, and why. */
  private record Unread(int index, RowError error) {}

  BulkAnswer(RevisionList asked) {
    this.asked = asked;
  }

  /** Notes the errors of a row. */
  void take(BulkGetRow row) throws IOException {
    int index = index(row);
    for (int i = 0; i < row.missing().count(); i++) {
      RowError error = RowError.of(row.bytes(), row.missing().start(i), row.missing().end(i));
      RowError named =
          new RowError(asked.id(index), asked.rev(index), error.error(), error.reason());
      if (named.isRefusal()) {
        refused.add(named);
      } else {
        unread.add(new Unread(index, named));
      }
    }
  }

  /** CouchDB answers in the order of the question; PouchDB may have more rows for one document. */
  private int index(BulkGetRow row) throws MalformedJsonException {
    if (next < asked.revisions() && isOf(row, next)) {
      return next++;
    }
    if (next > 0 && isOf(row, next - 1)) {
      return next - 1;
    }
    throw new MalformedJsonException("_bulk_get has answered for another document than asked");
  }

  private boolean isOf(BulkGetRow row, int index) {
    return asked.hasId(index, row.bytes(), row.idStart(), row.idEnd());
  }

  /** Requires, at the end of the answer, that each revision was answered for. */
  void requireAll() throws MalformedJsonException {
    if (next < asked.revisions()) {
      throw new MalformedJsonException("_bulk_get has answered for fewer revisions than asked");
    }
  }

  /** The revisions that the source does not give because of the documents themselves. */
  List<RowError> refused() {
    return refused;
  }

  boolean isWhole() {
    return unread.isEmpty();
  }

  /** Ids of those that are said to be missing. */
  Set<String> missingIds() {
    return unread.stream()
        .filter(one -> one.error.isMissing())
        .map(one -> one.error.id())
        .collect(Collectors.toSet());
  }

  /** Forgets those that are missing and not named by the feed. Returns how many. */
  int forgetGone(Map<String, Set<String>> named) {
    int before = unread.size();
    unread.removeIf(
        one ->
            one.error.isMissing()
                && !named.getOrDefault(one.error.id(), Set.of()).contains(one.error.rev()));
    return before - unread.size();
  }

  /** A list of those that did not come. */
  RevisionList again() {
    RevisionList list = new RevisionList(false);
    unread.forEach(one -> list.add(asked, one.index));
    return list;
  }

  /** The failure if they do not come at all. */
  HostingException failure(String operation) {
    RowError first =
        unread.stream()
            .map(Unread::error)
            .filter(error -> !error.isMissing())
            .findFirst()
            .orElseGet(() -> unread.get(0).error);
    return first.failure(operation, unread.size());
  }
}
