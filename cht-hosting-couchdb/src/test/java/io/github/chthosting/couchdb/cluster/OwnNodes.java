package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Real CouchDB nodes of this test's own, from the release in {@code COUCHDB_HOME}: fresh, alone,
 * each with the administrator {@code admin:password} under a salt of its own. With an epmd of their
 * own, so that they meet no other nodes of the machine.
 */
final class OwnNodes implements AutoCloseable {
  static final Credentials.Basic ADMIN = new Credentials.Basic("admin", Secret.of("password"));

  private final Path release;
  private final Path folder;
  private final int epmdPort = freePort();
  private final String cookie = "c" + Long.toHexString(System.nanoTime());
  private final Map<String, Integer> ports = new LinkedHashMap<>();
  private final Map<String, Process> processes = new LinkedHashMap<>();
  private final Process epmd;

  OwnNodes(Path folder) {
    String home = System.getenv("COUCHDB_HOME");
    if (home == null) {
      throw new IllegalStateException("COUCHDB_HOME is not set");
    }
    this.release = Path.of(home);
    this.folder = folder;
    this.epmd = startEpmd();
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process startEpmd() {
    try (var found = Files.newDirectoryStream(release, "erts-*")) {
      Path epmdBinary = found.iterator().next().resolve("bin/epmd");
      return new ProcessBuilder(
              epmdBinary.toString(), "-address", "127.0.0.1", "-port", Integer.toString(epmdPort))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Starts fresh nodes, or those that were stopped, with what is on their disks. */
  OwnNodes start(String... names) {
    for (String name : names) {
      startOn(name, name);
    }
    return this;
  }

  /** Starts a node on another's files, under a name of its own. */
  void startOn(String name, String filesOf) {
    Path home = folder.resolve(filesOf);
    int port = ports.computeIfAbsent(name, any -> freePort());
    try {
      Files.createDirectories(home.resolve("data"));
      write(home, name, port);
      ProcessBuilder builder =
          new ProcessBuilder(release.resolve("bin/couchdb").toString())
              .directory(release.toFile())
              .redirectErrorStream(true)
              .redirectOutput(home.resolve("out.log").toFile());
      builder.environment().put("HOME", home.toString());
      builder.environment().put("ERL_EPMD_ADDRESS", "127.0.0.1");
      builder.environment().put("ERL_EPMD_PORT", Integer.toString(epmdPort));
      builder.environment().put("COUCHDB_ARGS_FILE", home.resolve("vm.args").toString());
      builder
          .environment()
          .put(
              "COUCHDB_INI_FILES",
              release.resolve("etc/default.ini") + " " + home.resolve("local.ini"));
      processes.put(name, builder.start());
      awaitUp(name);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write(Path home, String name, int port) throws IOException {
    String args = Files.readString(release.resolve("etc/vm.args"));
    args = args.replaceAll("(?m)^-name .*$", "-name " + name);
    Files.writeString(
        home.resolve("vm.args"),
        args + "\n-setcookie " + cookie + "\n+sbwt none\n+sbwtdcpu none\n+sbwtdio none\n");
    Path ini = home.resolve("local.ini");
    if (!Files.exists(ini)) {
      Files.writeString(
          ini,
          """
          [couchdb]
          database_dir = %1$s/data
          view_index_dir = %1$s/data
          [cluster]
          q = 2
          n = 3
          [chttpd]
          port = %2$d
          bind_address = 127.0.0.1
          [smoosh]
          state_dir = %1$s/data
          [log]
          writer = file
          file = %1$s/couch.log
          [admins]
          admin = password
          """
              .formatted(home, port));
    } else {
      String text = Files.readString(ini);
      Files.writeString(ini, text.replaceAll("(?m)^port = .*$", "port = " + port));
    }
  }

  private void awaitUp(String name) {
    // Counts its own waiting: a machine that stands still does not end it.
    try (CouchDb couch = client(name)) {
      for (int i = 0; i < 600; i++) {
        try {
          Cluster.of(couch).membership();
          return;
        } catch (RuntimeException e) {
          pause();
        }
      }
    }
    throw new IllegalStateException(name + " did not start, see " + folder.resolve(name));
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  URI uri(String name) {
    return URI.create("http://127.0.0.1:" + ports.get(name));
  }

  /** A client of these nodes. */
  CouchDb client(String... names) {
    List<URI> uris = new ArrayList<>();
    for (String name : names) {
      uris.add(uri(name));
    }
    return CouchDb.builder(uris).credentials(ADMIN).attempts(2).build();
  }

  /** Ends one by SIGKILL; its files stay. */
  void kill(String name) {
    Process process = processes.remove(name);
    if (process != null) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      process.onExit().join();
    }
  }

  /** The folder of a node's files. */
  Path files(String name) {
    return folder.resolve(name);
  }

  @Override
  public void close() {
    List.copyOf(processes.keySet()).forEach(this::kill);
    epmd.destroyForcibly();
    epmd.onExit().join();
  }
}
