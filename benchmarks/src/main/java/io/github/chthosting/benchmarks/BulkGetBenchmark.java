package io.github.chthosting.benchmarks;

import com.google.gson.Gson;
import com.ibm.cloud.cloudant.v1.model.BulkGetResult;
import com.ibm.cloud.cloudant.v1.model.BulkGetResultItem;
import com.ibm.cloud.sdk.core.util.GsonSingleton;
import io.github.chthosting.couchdb.internal.backup.LeafSink;
import io.github.chthosting.couchdb.internal.rows.BulkGetRow;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
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
import org.openjdk.jmh.infra.Blackhole;

/** Decoding and routing of the results of {@code _bulk_get} with histories. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BulkGetBenchmark {
  @Param({"100", "1300", "100000"})
  public int size;

  private final Gson gson = GsonSingleton.getGsonWithoutPrettyPrinting();
  private final byte[] buffer = new byte[256 << 10];
  private final BulkGetRow row = new BulkGetRow();
  private final LeafSink leaves = Discarded.sink();
  private byte[] answer = {};
  private int count;

  @Setup
  public void prepare() {
    count = Sample.count(size, 8_000_000);
    answer = new Sample(size).bulkGet(count);
  }

  @Benchmark
  public int route(Throughput throughput) throws IOException {
    ByteWindow window =
        new ByteWindow(new ByteArrayInputStream(answer), buffer, 64 << 20, Duration.ofMinutes(1));
    ResultsReader reader = new ResultsReader(window, row);
    int found = 0;
    while (reader.next()) {
      for (int i = 0; i < row.found().count(); i++) {
        leaves.leaf(
            row.bytes(),
            row.found().start(i),
            row.found().end(i),
            row.mayHaveAttachments(i),
            row.mayHaveControls(i));
        found++;
      }
    }
    if (found != count) {
      throw new IllegalStateException(found + " of " + count);
    }
    throughput.add(answer.length, count);
    return found;
  }

  @Benchmark
  public void cloudant(Throughput throughput, Blackhole hole) {
    BulkGetResult result =
        gson.fromJson(
            new InputStreamReader(new ByteArrayInputStream(answer), StandardCharsets.UTF_8),
            BulkGetResult.class);
    for (BulkGetResultItem item : result.getResults()) {
      hole.consume(item.getDocs());
    }
    throughput.add(answer.length, count);
  }
}
