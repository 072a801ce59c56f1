package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.RowError;
import io.github.chthosting.couchdb.internal.backup.Revisions.State;
import io.github.chthosting.couchdb.internal.rows.BulkGetRow;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.Json;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.couchdb.internal.rows.ServerErrorException;
import io.github.chthosting.couchdb.server.NotFoundException;
import io.github.chthosting.http.Reply;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/** Asks for revisions with their histories and writes them. One thread at a time. */
public final class RevisionReader {
  private static final String UNTOUCHED = "The database is untouched; the backup is not whole.";

  private final DatabaseWire database;
  private final DatabaseWire origin;
  private final Settings settings;
  private final LeafSink sink;
  private final Tally tally;
  private final BulkGetRow row = new BulkGetRow();
  private final byte[] buffer = new byte[Block.SIZE];

  /**
   * @param origin what has named the revisions: the database, or one copy of one of its ranges,
   *     which is then asked alone for what CouchDB did not find
   */
  RevisionReader(
      DatabaseWire database, DatabaseWire origin, Settings settings, LeafSink sink, Tally tally) {
    this.database = database;
    this.origin = origin;
    this.settings = settings;
    this.sink = sink;
    this.tally = tally;
  }

  /** Writes all of them, or what has come in place of those that are gone. */
  void read(Revisions revisions) throws IOException {
    int failures = 0;
    while (revisions.nextAsked(0) < revisions.count()) {
      try {
        ask(revisions);
      } catch (IOException e) {
        if (!Failures.mayPass(e) || ++failures >= settings.attempts()) {
          throw failure(e);
        }
        Pauses.before(failures);
      }
    }
    if (origin != database) {
      revisions.retryAlone();
    }
    new LoneReader(origin, settings, sink).read(revisions);
    replaceMissing(revisions);
  }

  private void ask(Revisions revisions) throws IOException {
    try (Reply reply = database.bulkGet(revisions.body())) {
      ResultsReader results = results(reply);
      int entry = revisions.nextAsked(0);
      while (results.next()) {
        requireSame(revisions, entry);
        revisions.state(entry, isIllegal() ? State.ALONE : taken());
        entry = revisions.nextAsked(entry + 1);
      }
      if (entry < revisions.count()) {
        throw new MalformedJsonException("_bulk_get has answered for fewer revisions than asked");
      }
    }
  }

  private ResultsReader results(Reply reply) throws IOException {
    return new ResultsReader(
        new ByteWindow(reply.body(), buffer, settings.longestRow(), settings.patience()), row);
  }

  /** CouchDB answers in the order of the question. */
  private void requireSame(Revisions revisions, int entry) throws IOException {
    if (entry == revisions.count()) {
      throw new MalformedJsonException("_bulk_get has answered for more revisions than asked");
    }
    if (!revisions.hasId(entry, row.bytes(), row.idStart(), row.idEnd())) {
      String id = Json.unescape(row.bytes(), row.idStart(), row.idEnd());
      if (!id.equals(revisions.id(entry))) {
        throw new MalformedJsonException("_bulk_get has answered for another document than asked");
      }
    }
  }

  /** Writes what was found, if anything was. */
  private State taken() throws IOException {
    requireOnlyMissing();
    boolean written = row.found().count() > 0;
    for (int i = 0; i < row.found().count(); i++) {
      written &= write(i);
    }
    return written ? State.WRITTEN : State.MISSING;
  }

  /** False if the revision is gone by now, with its attachments: replaced and compacted away. */
  private boolean write(int index) throws IOException {
    try {
      sink.leaf(
          row.bytes(),
          row.found().start(index),
          row.found().end(index),
          row.mayHaveAttachments(index),
          row.mayHaveControls(index));
      return true;
    } catch (NotFoundException e) {
      return false;
    }
  }

  /**
   * A revision that is gone was replaced after the feed had told it, and its body compacted away:
   * then the document's leaves of now are taken, but for those that are written already.
   */
  private void replaceMissing(Revisions revisions) throws IOException {
    for (int i = 0; i < revisions.count(); i++) {
      boolean first = i == 0 || !revisions.sameId(i - 1, i);
      if (revisions.state(i) == State.MISSING && (first || !missingBefore(revisions, i))) {
        replace(revisions, i);
      }
    }
  }

  private static boolean missingBefore(Revisions revisions, int entry) {
    for (int i = entry - 1; i >= 0 && revisions.sameId(i, entry); i--) {
      if (revisions.state(i) == State.MISSING) {
        return true;
      }
    }
    return false;
  }

  private void replace(Revisions revisions, int entry) throws IOException {
    Set<String> written = new HashSet<>();
    Set<String> gone = new TreeSet<>();
    for (int i = 0; i < revisions.count(); i++) {
      if (revisions.sameId(i, entry)) {
        (revisions.state(i) == State.WRITTEN ? written : gone).add(revisions.rev(i));
      }
    }
    tally.changed(1);
    int failures = 0;
    while (!gone.isEmpty()) {
      try {
        askLeaves(revisions.jsonId(entry), gone, written);
        failures = gone.isEmpty() ? failures : failures + 1;
      } catch (IOException e) {
        if (!Failures.mayPass(e) || ++failures >= settings.attempts()) {
          throw failure(e);
        }
      }
      requireReplaced(revisions.id(entry), gone, failures);
    }
  }

  /** Writes the leaves of now, and takes those out of {@code gone} that they replace. */
  private void askLeaves(String jsonId, Set<String> gone, Set<String> written) throws IOException {
    try (Reply reply = database.bulkGet(Revisions.leavesOf(jsonId))) {
      ResultsReader results = results(reply);
      while (results.next()) {
        requireOnlyMissing();
        for (int i = 0; i < row.found().count(); i++) {
          Ancestry leaf = Ancestry.of(row.bytes(), row.found().start(i), row.found().end(i));
          if (written.contains(leaf.rev()) || write(i)) {
            written.add(leaf.rev());
            gone.removeIf(leaf::replaces);
          }
        }
      }
    }
  }

  private void requireReplaced(String id, Set<String> gone, int failures) throws IOException {
    if (gone.isEmpty()) {
      return;
    }
    if (failures >= settings.attempts()) {
      throw new VerificationFailedException(
          operation(),
          ("%s: CouchDB names the revisions %s of '%s' but has neither them nor what replaced "
                  + "them. If they were purged just now, take the backup again. %s")
              .formatted(operation(), gone, id, UNTOUCHED),
          null);
    }
    Pauses.before(failures);
  }

  /** Returns whether the id is one that CouchDB would not take any more. */
  private boolean isIllegal() throws IOException {
    return row.missing().count() > 0 && error(0).error().equals("illegal_docid");
  }

  /** A revision that could not be read is not one that is gone. */
  private void requireOnlyMissing() throws IOException {
    for (int i = 0; i < row.missing().count(); i++) {
      RowError why = error(i);
      if (!why.isMissing()) {
        String id = Json.unescape(row.bytes(), row.idStart(), row.idEnd());
        throw new ServerErrorException(
            why.error(), "%s (revision %s of '%s')".formatted(why.reason(), why.rev(), id));
      }
    }
  }

  private RowError error(int index) throws IOException {
    return RowError.of(row.bytes(), row.missing().start(index), row.missing().end(index));
  }

  private RuntimeException failure(IOException e) throws IOException {
    if (e instanceof Handoff.WriterFailedException) {
      throw e;
    }
    return Failures.ofAnswer(operation(), UNTOUCHED, e);
  }

  private String operation() {
    return "reading revisions of " + database.name();
  }
}
