package io.github.chthosting.couchdb.internal.transfer;

import io.github.chthosting.couchdb.internal.RowError;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;

/** The counts of what was done so far. Thread-safe. */
public final class Tally {
  private static final int NAMED = 1000;

  public final LongAdder rows = new LongAdder();
  public final LongAdder checked = new LongAdder();
  public final LongAdder found = new LongAdder();
  public final LongAdder read = new LongAdder();
  public final LongAdder written = new LongAdder();
  public final LongAdder refused = new LongAdder();
  public final LongAdder gone = new LongAdder();
  public final LongAdder bytes = new LongAdder();
  private final List<RowError> named = new ArrayList<>();

  /** Notes a revision that the target does not take, or the source does not give. */
  void refuse(RowError refusal) {
    refused.increment();
    synchronized (named) {
      if (named.size() < NAMED) {
        named.add(refusal);
      }
    }
  }

  /** The first thousand refusals. */
  public List<RowError> refusals() {
    synchronized (named) {
      return List.copyOf(named);
    }
  }
}
