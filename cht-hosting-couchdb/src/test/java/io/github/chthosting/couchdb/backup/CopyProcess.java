package io.github.chthosting.couchdb.backup;

import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.backup.store.BackupStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A backup or a restore in a process of its own, which can be killed. */
final class CopyProcess implements AutoCloseable {
  static final int DONE = 0;
  static final int REFUSED = 3;

  private final Process process;
  private final Path log;

  /** What it is to do. */
  enum Work {
    BACKUP,
    RESTORE,
    RESTORE_INTO
  }

  private CopyProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /**
   * Starts it.
   *
   * @param folder of the backup
   * @param target the name that it is restored under; of no meaning for a backup
   */
  static CopyProcess start(Work work, List<URI> uris, Path folder, String source, String target) {
    try {
      Path log = Files.createTempFile("copy-process", ".log");
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
      String path = System.getProperty("java.class.path");
      command.addAll(List.of("-cp", System.getProperty("surefire.test.class.path", path)));
      command.addAll(List.of(CopyProcess.class.getName(), work.name(), folder.toString()));
      command.addAll(List.of(source, target));
      uris.forEach(uri -> command.add(uri.toString()));
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log.toFile())
              .start();
      return new CopyProcess(process, log);
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

  /** Its exit code. */
  int await() throws InterruptedException {
    if (!process.waitFor(2, TimeUnit.MINUTES)) {
      throw new AssertionError("it does not end: " + log());
    }
    return process.exitValue();
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
    try {
      Files.deleteIfExists(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The process itself: {@code WORK FOLDER SOURCE TARGET URI…}. */
  public static void main(String... arguments) {
    Work work = Work.valueOf(arguments[0]);
    BackupStore store = BackupStore.folder(Path.of(arguments[1]));
    List<URI> uris = Arrays.stream(arguments).skip(4).map(URI::create).toList();
    try (CouchDb couch =
        CouchDb.builder(uris).credentials(Credentials.basic("admin", "password")).build()) {
      if (work == Work.BACKUP) {
        Backup.of(couch).databases(arguments[2]).to(store).start().await();
      } else {
        Restore restore =
            Restore.from(store)
                .to(couch)
                .databases(arguments[2])
                .rename(arguments[2], arguments[3])
                .batch(20, 1 << 20)
                .parallel(2);
        (work == Work.RESTORE_INTO ? restore.intoExisting() : restore).start().await();
      }
      System.exit(DONE);
    } catch (HostingException e) {
      e.printStackTrace();
      System.exit(REFUSED);
    }
  }
}
