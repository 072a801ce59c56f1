package io.github.chthosting.benchmarks;

import io.github.chthosting.couchdb.internal.rows.BulkGetRow;
import io.github.chthosting.couchdb.internal.rows.ByteWindow;
import io.github.chthosting.couchdb.internal.rows.ChangesRow;
import io.github.chthosting.couchdb.internal.rows.ResultsReader;
import io.github.chthosting.couchdb.internal.shards.Lanes;
import io.github.chthosting.couchdb.internal.transfer.DiffAnswer;
import io.github.chthosting.couchdb.internal.transfer.DocBatch;
import io.github.chthosting.couchdb.internal.transfer.RevisionList;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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

/** Measures the work of a replication through this process on each document, without requests. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class TransferBenchmark {
  private static final int LANES = 12;
  private static final int BATCH = 1000;

  @Param({"100", "1300", "100000"})
  public int size;

  private final byte[] buffer = new byte[256 << 10];
  private final Lanes lanes = Lanes.of(LANES);
  private byte[] changes = {};
  private byte[] bulkGet = {};
  private final List<byte[]> diffs = new ArrayList<>();
  private int count;

  @Setup
  public void prepare() {
    for (int answer = 0; answer < 20; answer++) {
      diffs.add(revsDiff(answer * BATCH));
    }
    count = Sample.count(size, 8_000_000);
    changes = new Sample(size).changes(count);
    bulkGet = new Sample(size).bulkGet(count);
  }

  private static byte[] revsDiff(int from) {
    StringBuilder json = new StringBuilder("{");
    for (int i = from; i < from + BATCH; i++) {
      json.append(i == from ? "" : ",").append("\"person-%08d\":{\"missing\":".formatted(i));
      json.append("[\"2-%032x\"],\"possible_ancestors\":[\"1-%032x\"]}".formatted(i, i));
    }
    return json.append("}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private ByteWindow window(byte[] answer) {
    return new ByteWindow(
        new ByteArrayInputStream(answer), buffer, 64 << 20, Duration.ofMinutes(1));
  }

  /** Rows with documents, sorted by range into bodies of {@code _bulk_docs}. */
  @Benchmark
  public long transfer(Throughput throughput) throws IOException {
    ChangesRow row = new ChangesRow();
    ResultsReader reader = new ResultsReader(window(changes), row);
    @Nullable DocBatch[] batches = new DocBatch[LANES];
    long written = 0;
    while (reader.next()) {
      int lane = lanes.of(row.bytes(), row.idStart(), row.idEnd());
      if (!row.isFirstGeneration() || !row.docIsLeaf()) {
        throw new IllegalStateException("a row that is not whole");
      }
      DocBatch batch = batches[lane];
      if (batch == null || batch.count() == BATCH) {
        written += send(batch);
        batch = new DocBatch(1 << 20);
        batches[lane] = batch;
      }
      batch.add(row.bytes(), row.docStart(), row.docEnd());
    }
    for (DocBatch batch : batches) {
      written += send(batch);
    }
    throughput.add(changes.length, count);
    return written;
  }

  private static long send(@Nullable DocBatch batch) throws IOException {
    if (batch == null || batch.count() == 0) {
      return 0;
    }
    batch.body(0, batch.count()).writeTo(OutputStream.nullOutputStream());
    return batch.length();
  }

  /** Rows made into bodies of {@code _revs_diff}. */
  @Benchmark
  public long diff(Throughput throughput) throws IOException {
    ChangesRow row = new ChangesRow();
    ResultsReader reader = new ResultsReader(window(changes), row);
    RevisionList list = new RevisionList(true);
    long asked = 0;
    while (reader.next()) {
      list.add(row);
      if (list.documents() == BATCH) {
        asked += list.body().length();
        list = new RevisionList(true);
      }
    }
    throughput.add(changes.length, count);
    return asked + list.body().length();
  }

  /** The answer of {@code _revs_diff} made into the body of a {@code _bulk_get}. */
  @Benchmark
  public long diffAnswer(Throughput throughput) throws IOException {
    long asked = 0;
    for (byte[] answer : diffs) {
      asked += DiffAnswer.missing(answer).body().length();
      throughput.add(answer.length, BATCH);
    }
    return asked;
  }

  /** Answers of {@code _bulk_get} made into bodies of {@code _bulk_docs}. */
  @Benchmark
  public long fetch(Throughput throughput) throws IOException {
    BulkGetRow row = new BulkGetRow();
    ResultsReader reader = new ResultsReader(window(bulkGet), row);
    DocBatch batch = new DocBatch(1 << 20);
    long written = 0;
    while (reader.next()) {
      batch.add(row.bytes(), row.found().start(0), row.found().end(0));
      if (batch.count() == BATCH) {
        written += send(batch);
        batch = new DocBatch(1 << 20);
      }
    }
    throughput.add(bulkGet.length, count);
    return written + send(batch);
  }
}
