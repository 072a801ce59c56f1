package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.plan.Journal;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Goes on with a journal's plan, or takes it back, in a process of its own that can be killed. */
final class PlanProcess implements AutoCloseable {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int REFUSED = 3;

  private final Process process;
  private final Path log;

  /** What it is to do. */
  enum Direction {
    FORTH,
    BACK
  }

  private PlanProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  static PlanProcess start(Direction direction, Path folder, List<URI> uris) {
    Path log = folder.resolve("process.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String path = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", path)));
    command.addAll(List.of(PlanProcess.class.getName(), direction.name(), folder.toString()));
    uris.forEach(uri -> command.add(uri.toString()));
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      return new PlanProcess(process, log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Its exit code. Counts its own waiting: a machine that stands still does not end it. */
  int await(Duration limit) {
    try {
      for (long i = 0; i < limit.toMillis() / 100; i++) {
        if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
          return process.exitValue();
        }
      }
      throw new AssertionError("it neither ends nor fails in " + limit + ": " + log());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  String log() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
  }

  /** The process itself: {@code FORTH|BACK FOLDER URI…}. */
  public static void main(String... arguments) {
    List<URI> uris = Arrays.stream(arguments).skip(2).map(URI::create).toList();
    Direction direction = Direction.valueOf(arguments[0]);
    try (CouchDb couch = CouchDb.builder(uris).credentials(KillWorld.ADMIN).attempts(2).build();
        Journal journal = Journal.in(Path.of(arguments[1]).resolve("journal"))) {
      ClusterPlans plans =
          ClusterPlans.builder(couch)
              .patience(Duration.ofSeconds(8))
              .splitting(Duration.ofSeconds(15))
              .build();
      if (direction == Direction.FORTH) {
        plans.resume(journal).await();
      } else {
        plans.rollBack(journal).await();
      }
      System.exit(DONE);
    } catch (PlanRefusedException e) {
      e.printStackTrace();
      System.exit(REFUSED);
    } catch (RuntimeException e) {
      e.printStackTrace();
      System.exit(FAILED);
    }
  }
}
