package io.github.chthosting.testkit;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;

/**
 * Runs an {@link EmbeddedCouchDb} as a process of its own, until it is killed. The administrator is
 * taken from {@code COUCHDB_USER} and {@code COUCHDB_PASSWORD}; without them it is {@code
 * admin:password}.
 *
 * <pre>{@code
 * [--nodes N] [--ports P1,P2,…] [--names NAME1,NAME2,…] [--folder FOLDER] [--separate] [--q Q] [--n N] [--version V]
 * }</pre>
 *
 * <p>Prints one line for each node, and {@code ready}.
 */
public final class Standalone {

  private Standalone() {}

  /** Starts, and waits for the end of the process. */
  public static void main(String... arguments) throws InterruptedException {
    EmbeddedCouchDb.Builder builder = EmbeddedCouchDb.builder();
    String user = System.getenv("COUCHDB_USER");
    String password = System.getenv("COUCHDB_PASSWORD");
    if (user != null && password != null) {
      builder.admin(user, password);
    }
    Deque<String> rest = new ArrayDeque<>(Arrays.asList(arguments));
    while (!rest.isEmpty()) {
      option(builder, rest.remove(), rest);
    }
    EmbeddedCouchDb server = builder.start();
    Runtime.getRuntime().addShutdownHook(new Thread(server::close));
    server.nodes().forEach(System.out::println);
    System.out.println("ready");
    new CountDownLatch(1).await();
  }

  private static void option(EmbeddedCouchDb.Builder builder, String name, Deque<String> rest) {
    switch (name) {
      case "--nodes" -> builder.nodes(Integer.parseInt(rest.remove()));
      case "--ports" ->
          builder.ports(
              Arrays.stream(rest.remove().split(",", -1)).mapToInt(Integer::parseInt).toArray());
      case "--names" -> builder.names(rest.remove().split(",", -1));
      case "--folder" -> builder.folder(Path.of(rest.remove()));
      case "--separate" -> builder.joined(false);
      case "--q" -> builder.config("cluster", "q", rest.remove());
      case "--version" -> builder.version(rest.remove());
      case "--n" -> builder.config("cluster", "n", rest.remove());
      default -> throw new IllegalArgumentException("unknown option " + name);
    }
  }
}
