package io.github.chthosting.testkit.internal.store;

import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one shard in memory (bodies may be in a file). One thread writes at a time,
 * others read meanwhile: a reader that takes the sequence first, and then sees rows up to it,
 * misses only documents that changed since, which have a higher sequence by then.
 */
final class ShardState {
  private final ConcurrentNavigableMap<String, DocumentRecord> byId =
      new ConcurrentSkipListMap<>(Ids.ORDER);
  private final ConcurrentNavigableMap<Long, DocumentRecord> bySeq = new ConcurrentSkipListMap<>();
  private final ConcurrentNavigableMap<String, LocalDocument> locals =
      new ConcurrentSkipListMap<>(Ids.ORDER);
  private final AtomicLong live = new AtomicLong();
  private final AtomicLong deleted = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private volatile long seq;
  private volatile long compactedSeq;

  ConcurrentNavigableMap<String, DocumentRecord> byId() {
    return byId;
  }

  ConcurrentNavigableMap<Long, DocumentRecord> bySeq() {
    return bySeq;
  }

  ConcurrentNavigableMap<String, LocalDocument> locals() {
    return locals;
  }

  long live() {
    return live.get();
  }

  long deleted() {
    return deleted.get();
  }

  /** Bytes of all leaves. */
  long bytes() {
    return bytes.get();
  }

  long seq() {
    return seq;
  }

  @Nullable DocumentRecord get(String id) {
    return byId.get(id);
  }

  /** Puts a document in the place of what it was, and counts. */
  void put(DocumentRecord record) {
    DocumentRecord old = byId.put(record.id(), record);
    bySeq.put(record.seq(), record);
    if (old != null) {
      count(old, -1);
      if (old.seq() != record.seq()) {
        bySeq.remove(old.seq());
      }
    }
    count(record, 1);
  }

  /** Forgets a document that was purged. */
  void remove(String id) {
    DocumentRecord old = byId.remove(id);
    if (old != null) {
      bySeq.remove(old.seq());
      count(old, -1);
    }
  }

  /** Makes changes up to there visible to {@code _changes}. */
  void publish(long newSeq) {
    seq = newSeq;
  }

  /** The sequence when it was last compacted. */
  long compactedSeq() {
    return compactedSeq;
  }

  /** Notes that it is compacted, up to where it is now. */
  void compacted() {
    compactedSeq = seq;
  }

  private void count(DocumentRecord record, int sign) {
    (record.isDeleted() ? deleted : live).addAndGet(sign);
    bytes.addAndGet(sign * record.size());
  }
}
