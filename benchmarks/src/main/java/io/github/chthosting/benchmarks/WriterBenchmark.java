package io.github.chthosting.benchmarks;

import io.github.chthosting.couchdb.backup.store.BackupStore;
import io.github.chthosting.couchdb.backup.store.Compression;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.backup.PartSeries;
import java.io.IOException;
import java.util.List;
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

/** The writer of parts: compression and hashing, into nowhere. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WriterBenchmark {
  @Param({"100", "1300", "100000"})
  public int size;

  @Param({"zstd", "gzip", "none"})
  public String compression = "zstd";

  private byte[] lines = {};
  private int count;

  @Setup
  public void prepare() {
    count = Sample.count(size, 8_000_000);
    lines = new Sample(size).lines(count);
  }

  @Benchmark
  public List<Part> write(Throughput throughput) throws IOException {
    BackupStore store = new Nowhere();
    try (PartSeries series =
        new PartSeries(store, "databases/x", Kind.DOCUMENTS, compression(), 128L << 20)) {
      byte[] block = new byte[256 << 10];
      for (int at = 0; at < lines.length; at += block.length) {
        int length = Math.min(block.length, lines.length - at);
        System.arraycopy(lines, at, block, 0, length);
        series.write(block, length, 0);
      }
      throughput.add(lines.length, count);
      return series.finish();
    }
  }

  private Compression compression() {
    return switch (compression) {
      case "zstd" -> Compression.zstd();
      case "gzip" -> Compression.gzip();
      default -> Compression.none();
    };
  }
}
