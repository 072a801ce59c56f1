package io.github.chthosting.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Shown beside the score: bytes and documents a second. */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.OPERATIONS)
public class Throughput {
  public long bytes;
  public long documents;

  void add(long moreBytes, long moreDocuments) {
    bytes += moreBytes;
    documents += moreDocuments;
  }
}
