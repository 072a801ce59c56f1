package io.github.chthosting.benchmarks;

import io.github.chthosting.couchdb.cluster.Balance;
import io.github.chthosting.couchdb.cluster.ClusterLayout;
import io.github.chthosting.couchdb.cluster.DatabaseLayout;
import io.github.chthosting.couchdb.cluster.ShardPlanner;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
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

/** Plans for whole clusters, and the check of their maps, from a layout that was read already. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class PlanBenchmark {
  /** Databases, nodes that hold them, nodes. */
  @Param({"1000:3:5", "10000:25:50"})
  public String cluster = "";

  private ClusterLayout layout = new ClusterLayout(List.of(), List.of());

  @Setup
  public void prepare() {
    String[] numbers = cluster.split(":", -1);
    List<String> names = new ArrayList<>();
    List<ClusterLayout.Node> nodes = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(numbers[2]); i++) {
      names.add("n%02d@h".formatted(i));
      nodes.add(new ClusterLayout.Node(names.get(i), true, false));
    }
    List<String> holders = names.subList(0, Integer.parseInt(numbers[1]));
    Random random = new Random(7);
    List<DatabaseLayout> databases = new ArrayList<>();
    for (int i = 0; i < Integer.parseInt(numbers[0]); i++) {
      databases.add(database("db%05d".formatted(i), holders, random));
    }
    layout = new ClusterLayout(nodes, databases);
  }

  /** A database of up to 12 ranges of up to 3 copies; a few databases have most of the bytes. */
  private static DatabaseLayout database(String name, List<String> holders, Random random) {
    int q = 1 + random.nextInt(12);
    int n = 1 + random.nextInt(3);
    long bytes = (long) Math.exp(random.nextDouble() * 20);
    List<String> shuffled = new ArrayList<>(holders);
    List<DatabaseLayout.Range> ranges = new ArrayList<>();
    for (int i = 0; i < q; i++) {
      Collections.shuffle(shuffled, random);
      ShardRange range = new ShardRange(bound(i, q), bound(i + 1, q) - 1);
      ranges.add(new DatabaseLayout.Range(range, new TreeSet<>(shuffled.subList(0, n)), bytes));
    }
    return new DatabaseLayout(name, false, ranges);
  }

  private static long bound(int i, int q) {
    return 0x1_0000_0000L * i / q;
  }

  @Benchmark
  public Plan rebalanceByBytes() {
    return ShardPlanner.of(layout).rebalance(Balance.BYTES);
  }

  @Benchmark
  public Plan rebalanceByCount() {
    return ShardPlanner.of(layout).rebalance(Balance.COUNT);
  }

  @Benchmark
  public Plan drainOne() {
    return ShardPlanner.of(layout).drain("n00@h");
  }

  @Benchmark
  public List<Finding> findings() {
    return layout.findings();
  }
}
