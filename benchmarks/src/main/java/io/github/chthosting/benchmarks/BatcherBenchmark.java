package io.github.chthosting.benchmarks;

import io.github.chthosting.couchdb.internal.restore.Batch;
import io.github.chthosting.couchdb.internal.restore.Batcher;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.LineReader;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The restore's batcher: a document's range by the CRC-32 of its id, and its place in a batch. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BatcherBenchmark {
  @Param({"100", "1300", "100000"})
  public int size;

  private static final int RANGES = 12;

  private final byte[] buffer = new byte[256 << 10];
  private final Reused batches = new Reused();
  private byte[] lines = {};
  private int count;

  /** One batch a range, emptied instead of sent. */
  private static final class Reused implements Batcher.Batches {
    private final Batch[] byGroup = new Batch[RANGES];
    private long documents;

    @Override
    public Batch take(int group, int size) {
      Batch batch = byGroup[group];
      if (batch == null) {
        batch = new Batch(2 << 20);
        byGroup[group] = batch;
      }
      batch.reset(group);
      return batch;
    }

    @Override
    public void send(Batch batch) {
      documents += batch.count();
    }
  }

  @Setup
  public void prepare() {
    count = Sample.count(size, 8_000_000);
    lines = new Sample(size).lines(count);
  }

  @Benchmark
  public long batch(Throughput throughput) throws IOException {
    Batcher batcher = new Batcher(Lanes.of(RANGES), batches, 1_000);
    LineReader reader =
        new LineReader(
            new ByteWindow(
                new ByteArrayInputStream(lines), buffer, 64 << 20, Duration.ofMinutes(1)));
    while (reader.next()) {
      batcher.add(reader.bytes(), reader.start(), reader.end());
    }
    batcher.flush();
    throughput.add(lines.length, count);
    return batches.documents;
  }
}
