package io.github.chthosting.couchdb.changes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The changes that were delivered after the last known sequence, and that CouchDB will therefore
 * send again after a cut. Not by count: shards answer in another order the next time. So by id and
 * revisions: who changed meanwhile is new.
 */
final class Delivered {
  private final Map<String, List<String>> sinceSequence = new HashMap<>();
  private final Map<String, List<String>> beforeCut = new HashMap<>();

  /** Notes a change. Returns whether it is not one that was delivered before a cut. */
  boolean isNew(Change change) {
    List<String> revs = beforeCut.remove(change.id());
    sinceSequence.put(change.id(), change.revs());
    return !change.revs().equals(revs);
  }

  /** A sequence came: what this connection sent before it will not come again. */
  void confirm() {
    sinceSequence.clear();
  }

  /** The connection is gone; the next one starts at the last sequence. */
  void cut() {
    beforeCut.putAll(sinceSequence);
    sinceSequence.clear();
  }

  /** How many changes the next connection may send again. */
  int size() {
    return beforeCut.size();
  }
}
