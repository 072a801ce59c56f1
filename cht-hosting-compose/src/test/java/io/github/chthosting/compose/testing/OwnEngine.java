package io.github.chthosting.compose.testing;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An engine of a test's own, apart from any other of this machine, which can lose its power: data,
 * socket and containerd below one folder, addresses of its own, no rules in the firewall. Needs
 * root. Close it: nothing runs or is mounted then.
 */
public final class OwnEngine implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;

  private final Path folder;
  private @Nullable Process daemon;

  private OwnEngine(Path folder) {
    this.folder = folder;
  }

  /** Starts one whose files are below {@code folder}. */
  public static OwnEngine start(Path folder) throws IOException, InterruptedException {
    OwnEngine engine = new OwnEngine(Files.createDirectories(folder).toRealPath());
    try {
      engine.start();
      return engine;
    } catch (IOException | InterruptedException | AssertionError e) {
      engine.close();
      throw e;
    }
  }

  /** The docker command for this engine. */
  public DockerCli docker() {
    return DockerCli.builder()
        .fromEnvironment(System.getenv())
        .host(URI.create("unix://" + folder.resolve("docker.sock")))
        .build();
  }

  /** Starts it, for the first time or after its power failed. */
  public void start() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Programs.find("dockerd").toString(),
            "--data-root=" + folder.resolve("data"),
            "--exec-root=" + folder.resolve("exec"),
            "--pidfile=" + folder.resolve("pid"),
            "--host=unix://" + folder.resolve("docker.sock"),
            "--bridge=none",
            "--iptables=false",
            "--ip6tables=false",
            "--default-address-pool=base=10.214.0.0/16,size=24");
    builder.environment().put("PATH", System.getenv("PATH") + ":/usr/sbin:/sbin");
    Path log = folder.resolve("log");
    builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Process started = builder.start();
    daemon = started;
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!answers()) {
      if (!started.isAlive() || System.nanoTime() > deadline) {
        throw new AssertionError("dockerd did not start: " + Files.readString(log));
      }
      Thread.sleep(200);
    }
  }

  private boolean answers() {
    try {
      docker().run(DockerCommand.of("version"));
      return true;
    } catch (DockerException e) {
      return false;
    }
  }

  /**
   * SIGKILL for the engine, its containerd, what they run, and whatever that has started; nothing
   * is asked to end, nothing is told.
   */
  public void losePower() throws InterruptedException {
    List<ProcessHandle> all = processes();
    if (all.isEmpty()) {
      throw new AssertionError("the engine does not run");
    }
    all.forEach(ProcessHandle::destroyForcibly);
    for (ProcessHandle each : all) {
      for (int i = 0; i < 100 && each.isAlive(); i++) {
        Thread.sleep(50);
      }
    }
  }

  /**
   * The engine first, then what it started, which has no parent any more: found by the folder in
   * its arguments, which no other engine has.
   */
  private List<ProcessHandle> processes() {
    List<ProcessHandle> all = new ArrayList<>();
    if (daemon != null && daemon.isAlive()) {
      all.add(daemon.toHandle());
      all.addAll(daemon.descendants().toList());
    }
    ProcessHandle.allProcesses()
        .filter(each -> arguments(each.pid()).contains(folder.resolve("exec") + "/"))
        .forEach(
            each -> {
              all.add(each);
              all.addAll(each.descendants().toList());
            });
    return all.stream().distinct().filter(ProcessHandle::isAlive).toList();
  }

  private static String arguments(long pid) {
    try {
      return Files.readString(Path.of("/proc/" + pid + "/cmdline")).replace('\0', ' ');
    } catch (IOException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    if (daemon != null && daemon.isAlive()) {
      stopContainers();
      daemon.destroy();
      daemon.onExit().orTimeout(LIMIT_SECONDS, TimeUnit.SECONDS).handle((end, e) -> end).join();
    }
    processes().forEach(ProcessHandle::destroyForcibly);
    unmount();
  }

  private void stopContainers() {
    try {
      List<String> words = new ArrayList<>(List.of("rm", "--force", "--volumes"));
      List<String> all = docker().run(DockerCommand.of("ps", "--all", "--quiet")).lines();
      words.addAll(all);
      if (!all.isEmpty()) {
        docker().run(DockerCommand.of(words.toArray(String[]::new)));
      }
      docker().run(DockerCommand.of("network", "prune", "--force"));
    } catch (DockerException e) {
      // It ends anyway.
    }
  }

  private void unmount() throws IOException {
    List<String> mounted;
    try (Stream<String> lines = Files.lines(Path.of("/proc/mounts"))) {
      mounted =
          lines
              .map(line -> line.split(" ", -1)[1])
              .filter(path -> path.startsWith(folder + "/"))
              .sorted((a, b) -> b.compareTo(a))
              .toList();
    }
    for (String each : mounted) {
      Programs.output("umount", "--lazy", each);
    }
  }
}
