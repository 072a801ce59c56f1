package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The counts of a running backup. Rows are counted by one thread, the rest by any. */
public final class Tally {
  private final Consumer<Tally> listener;
  private final AtomicLong documents = new AtomicLong();
  private final AtomicLong deleted = new AtomicLong();
  private final AtomicLong conflicted = new AtomicLong();
  private final AtomicLong leaves = new AtomicLong();
  private final AtomicLong designs = new AtomicLong();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong locals = new AtomicLong();
  private final AtomicLong attachments = new AtomicLong();
  private final AtomicLong changed = new AtomicLong();
  private volatile @Nullable String incomplete;

  /** A tally that nobody watches. */
  public Tally() {
    this(tally -> {});
  }

  /** {@code listener} is called after each block of lines. */
  Tally(Consumer<Tally> listener) {
    this.listener = listener;
  }

  /** One writer needs no atomic step, which would be felt with small documents. */
  private static void plusOne(AtomicLong counter) {
    counter.lazySet(counter.getPlain() + 1);
  }

  void row(ChangesRow row) {
    plusOne(documents);
    if (row.deleted()) {
      plusOne(deleted);
    }
    if (row.leaves().count() > 1) {
      plusOne(conflicted);
    }
  }

  /** A document of which a copy has leaves that another has not; it may be counted already. */
  void perhapsAnother() {
    plusOne(documents);
    changed(1);
  }

  /** Notes that what was read is known to be short. */
  void incomplete(String why) {
    incomplete = why;
  }

  @Nullable String incomplete() {
    return incomplete;
  }

  /** A leaf that was written. */
  void leaf(boolean design) {
    leaves.incrementAndGet();
    if (design) {
      designs.incrementAndGet();
    }
  }

  /** Bytes that the writer has taken. */
  void bytes(long more) {
    bytes.addAndGet(more);
    listener.accept(this);
  }

  void local() {
    locals.incrementAndGet();
  }

  void attachments(int count) {
    attachments.addAndGet(count);
  }

  /** Rows that may be of documents which are counted already. */
  void changed(long rows) {
    changed.addAndGet(rows);
  }

  long changed() {
    return changed.get();
  }

  long documents() {
    return documents.get();
  }

  long deleted() {
    return deleted.get();
  }

  long conflicted() {
    return conflicted.get();
  }

  /** All leaves so far. */
  long leaves() {
    return leaves.get();
  }

  long designs() {
    return designs.get();
  }

  /** Bytes of JSON that were written. */
  long bytes() {
    return bytes.get();
  }

  long locals() {
    return locals.get();
  }

  long attachments() {
    return attachments.get();
  }
}
