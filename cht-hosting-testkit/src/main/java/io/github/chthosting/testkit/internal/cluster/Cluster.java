package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.store.Subscription;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Nodes in one JVM, joined or not, and the network between them. Thread-safe. */
public final class Cluster implements AutoCloseable {
  private final List<Node> nodes = new CopyOnWriteArrayList<>();
  private final Timing timing = new Timing();

  /** Decides where shards are placed and which copy answers first: the same in each run. */
  private final Random random = new Random(20_261_122);

  private final Map<String, List<Runnable>> listeners = new ConcurrentHashMap<>();
  private final Synchronizer synchronizer = new Synchronizer(this);
  private final Resharding resharding = new Resharding(this);

  /** Adds a node that has joined nobody; {@code folder} null keeps its data in memory. */
  public Node add(String name, NodeConfig config, @Nullable Path folder) {
    Node node = new Node(this, name, config, folder);
    nodes.add(node);
    return node;
  }

  public List<Node> nodes() {
    return nodes;
  }

  public Optional<Node> node(String name) {
    return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
  }

  public Timing timing() {
    return timing;
  }

  public Synchronizer synchronizer() {
    return synchronizer;
  }

  public Resharding resharding() {
    return resharding;
  }

  /** A number below {@code bound}. */
  int random(int bound) {
    return random.nextInt(bound);
  }

  /** Stops a node as a power cut would, for its peers; its files stay. */
  public void down(Node node) {
    node.up(false);
    nodes.forEach(other -> other.databases().forEach(this::tell));
  }

  /** Starts a node again: both sides then tell each other what was missed. */
  public void up(Node node) {
    node.up(true);
    synchronizer.connected(node);
  }

  /** A file of a node was written to, or deleted. */
  void written(Node node, String file) {
    tell(databaseOf(file));
    if (nodes.contains(node)) {
      synchronizer.written(node, file);
    }
  }

  private void tell(String database) {
    listeners.getOrDefault(database, List.of()).forEach(Runnable::run);
  }

  /** Calls {@code listener} after any write to any copy of the database's shards. */
  Subscription onChange(String database, Runnable listener) {
    List<Runnable> all = listeners.computeIfAbsent(database, name -> new CopyOnWriteArrayList<>());
    all.add(listener);
    return () -> all.remove(listener);
  }

  /**
   * {@code medic} of {@code shards/00000000-1fffffff/medic.1700000000}; other names as they are.
   */
  public static String databaseOf(String file) {
    if (!file.matches("shards/[0-9a-f]{8}-[0-9a-f]{8}/.+")) {
      return file;
    }
    String name = file.substring("shards/00000000-ffffffff/".length());
    return name.replaceFirst("\\.[0-9]+$", "");
  }

  @Override
  public void close() {
    resharding.close();
    synchronizer.close();
    nodes.forEach(node -> node.files().close());
  }
}
