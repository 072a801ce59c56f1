package io.github.chthosting.benchmarks;

import io.github.chthosting.http.Json;
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

/** An answer of CouchDB read as a tree, and a tree written, as the typed client does it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JsonBenchmark {
  @Param({"100", "1300", "100000"})
  public int size;

  private byte[] answer = {};
  private Object tree = answer;

  @Setup
  public void prepare() throws Exception {
    answer = new Sample(size).changes(20);
    tree = Json.mapper().readTree(answer);
  }

  @Benchmark
  public Object read() throws Exception {
    return Json.mapper().readTree(answer);
  }

  @Benchmark
  public byte[] write() throws Exception {
    return Json.mapper().writeValueAsBytes(tree);
  }
}
