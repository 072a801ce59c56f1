package io.github.chthosting.testkit.fuzz;

import io.github.chthosting.testkit.EmbeddedCouchDb;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Sends random sequences of requests to the CouchDB that {@code COUCHDB_URL} names and to the
 * embedded one, and prints each difference with the fewest requests that show it. Ends with status
 * 1 if a difference is not declared in {@link Declared}.
 *
 * <pre>{@code [sequences] [seed] [threads]}</pre>
 */
public final class Fuzz {
  private static final int LONGEST = 14;

  private final Target real;
  private final Target embedded;
  private final String prefix;
  private final Tally tally = new Tally();

  private Fuzz(Target real, Target embedded, long seed) {
    this.real = real;
    this.embedded = embedded;
    this.prefix = "fuzz-" + Long.toString(Math.abs(seed), 36) + "-";
  }

  public static void main(String... arguments) throws Exception {
    int sequences = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
    long seed = arguments.length > 1 ? Long.parseLong(arguments[1]) : System.nanoTime();
    int threads = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    Target real = new Target(URI.create(System.getenv("COUCHDB_URL").split(",", -1)[0]));
    String version = real.version();
    System.out.printf("seed %d: %d sequences on CouchDB %s%n", seed, sequences, version);
    Tally tally;
    try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().version(version).start()) {
      Fuzz fuzz = new Fuzz(real, new Target(server.uri()), seed);
      fuzz.run(sequences, seed, threads);
      tally = fuzz.tally;
    }
    System.out.print(tally);
    System.exit(tally.undeclared() == 0 ? 0 : 1);
  }

  private void run(int sequences, long seed, int threads) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < sequences; i++) {
        long own = seed + i;
        all.add(
            pool.submit(
                () -> {
                  sequence(own);
                  return true;
                }));
      }
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private void sequence(long seed) throws Exception {
    Requests requests = new Requests(seed);
    List<Call> sent = new ArrayList<>();
    try (Pair pair = new Pair(real, embedded, prefix + Long.toString(Math.abs(seed), 36))) {
      for (int i = 0; i < LONGEST; i++) {
        Call call = requests.next();
        sent.add(call);
        Pair.Answers answers = pair.send(call);
        requests.learn(answers.real());
        if (answers.differ() && !isDeclared(sent, answers)) {
          report(seed, sent, answers);
          tally.differed();
          return;
        }
      }
      tally.alike(sent.size());
    }
  }

  private boolean isDeclared(List<Call> sent, Pair.Answers answers) {
    String reason = Declared.reason(sent, answers);
    if (reason != null) {
      tally.declared(reason);
    }
    return reason != null;
  }

  private void report(long seed, List<Call> sent, Pair.Answers answers) throws Exception {
    List<Call> fewest = new Shrinking(calls -> differs(seed, calls)).fewest(List.copyOf(sent));
    synchronized (tally) {
      System.out.println("difference, seed " + seed);
      fewest.forEach(call -> System.out.println("  " + call));
      System.out.println("  real:     " + answers.real());
      System.out.println("  embedded: " + answers.embedded());
    }
  }

  private static boolean isDifferent(List<Call> sent, Pair.Answers answers) {
    return answers.differ() && Declared.reason(sent, answers) == null;
  }

  private boolean differs(long seed, List<Call> calls) throws Exception {
    String name = prefix + "s" + Long.toString(Math.abs(seed), 36);
    try (Pair pair = new Pair(real, embedded, name)) {
      int last = calls.size() - 1;
      for (int i = 0; i < last; i++) {
        if (isDifferent(calls.subList(0, i + 1), pair.send(calls.get(i)))) {
          return false;
        }
      }
      return isDifferent(calls, pair.send(calls.get(last)));
    }
  }
}
