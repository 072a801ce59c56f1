package io.github.chthosting.couchdb.kills;

import io.github.chthosting.HostingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A program of the tests in a JVM of its own, which can be killed. */
public final class ChildProcess implements AutoCloseable {
  public static final int DONE = 0;
  public static final int FAILED = 1;
  public static final int REFUSED = 3;

  private final Process process;
  private final Path log;

  private ChildProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code main} of a class; what it says is forgotten with this JVM. */
  public static ChildProcess start(Class<?> program, List<String> arguments) {
    try {
      Path log = Files.createTempFile("child-process", ".log");
      log.toFile().deleteOnExit();
      return start(program, log, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts {@code main} of a class; what it says is added to a file. */
  public static ChildProcess start(Class<?> program, Path log, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String path = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", path)));
    command.add(program.getName());
    command.addAll(arguments);
    try {
      return new ChildProcess(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start(),
          log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Does the work of such a program, and ends the JVM with its code. */
  @SuppressWarnings("CatchAndPrintStackTrace") // its output is its log
  public static void end(Runnable work, Predicate<HostingException> refused) {
    int code = FAILED;
    try {
      work.run();
      code = DONE;
    } catch (HostingException e) {
      e.printStackTrace();
      code = refused.test(e) ? REFUSED : FAILED;
    } catch (RuntimeException e) {
      e.printStackTrace();
    }
    System.exit(code);
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** SIGKILL. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Waits for the process to end; returns its exit code. */
  public int await() {
    return await(Duration.ofMinutes(2));
  }

  /**
   * Waits for the process to end; returns its exit code. Counts its own waiting: a machine that
   * stands still does not end it.
   */
  public int await(Duration limit) {
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

  public String log() {
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
}
