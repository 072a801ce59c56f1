package io.github.chthosting.testkit;

import io.github.chthosting.testkit.function.DesignFunctions;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * A CouchDB cluster in this JVM: one to many nodes, each with its own HTTP port on 127.0.0.1. It
 * behaves as CouchDB 3.5 does towards clients, for tests of what talks to CouchDB.
 *
 * <pre>{@code
 * try (EmbeddedCouchDb server = EmbeddedCouchDb.builder().nodes(3).admin("admin", "pass").start()) {
 *   URI uri = server.uri();
 * }
 * }</pre>
 *
 * <p>Thread-safe.
 */
public interface EmbeddedCouchDb extends AutoCloseable {

  /**
   * Returns the builder of a server; unless told otherwise one node in memory, joined, on any port,
   * with the administrator {@code admin:password}.
   */
  static Builder builder() {
    return new ServerSetup();
  }

  /** Returns the first node. */
  default URI uri() {
    return uri(0);
  }

  /** Returns the node of that index, from 0: {@code http://127.0.0.1:PORT/}. */
  default URI uri(int node) {
    return node(node).uri();
  }

  /** Returns all nodes, in order. */
  default List<URI> uris() {
    return nodes().stream().map(EmbeddedNode::uri).toList();
  }

  /** Returns all nodes, in order. */
  List<EmbeddedNode> nodes();

  /** Returns the node of that index, from 0. */
  default EmbeddedNode node(int index) {
    return nodes().get(index);
  }

  /** Lets requests fail from now on. Of several faults the one injected first strikes. */
  InjectedFault inject(Fault fault);

  /** Returns the last 10,000 requests, the oldest first. */
  List<RecordedRequest> requests();

  /** Forgets the requests so far. */
  void clearRequests();

  /**
   * Returns the functions in Java that answer for the JavaScript of design documents; empty at
   * first.
   */
  DesignFunctions functions();

  /** Returns the control of what the nodes do behind the requests. */
  Background background();

  /** Stops the server: cuts all connections and frees all memory; what is on disk stays. */
  @Override
  void close();

  /** Internal replication and resharding: how fast they are, and whether they go on. */
  interface Background {

    /**
     * Sets the time that a change of {@code _dbs} or {@code _nodes} takes to the next node; 50 ms
     * at first.
     */
    Background mapDelay(Duration delay);

    /**
     * Sets the time that a write takes to other copies that did not take part in it; 50 ms at
     * first.
     */
    Background syncDelay(Duration delay);

    /** Sets the time that a resharding job takes; 200 ms at first. Holds for jobs from then on. */
    Background reshardTime(Duration time);

    /**
     * Lets resharding jobs fail when they come to a step, as often as said; then they get through.
     *
     * @param splitState as {@code _reshard/jobs} names it: {@code wait_source_close}; or {@code
     *     after update_shardmap} for one whose work was done and not noted
     */
    Background failReshards(String splitState, int times);

    /**
     * Keeps changes of {@code _dbs} and {@code _nodes} from other nodes until {@link #resume()}.
     */
    void pauseMaps();

    /** Keeps writes from other copies until {@link #resume()}. */
    void pauseShards();

    /** Ends the pauses: goes on with all that was held back. */
    void resume();

    /** Waits until internal replication has nothing to do; false if it took longer. */
    boolean awaitIdle(Duration atMost) throws InterruptedException;
  }

  /** Says what to start. */
  interface Builder {

    /** Sets the number of nodes; 1 unless told. */
    Builder nodes(int count);

    /**
     * Returns whether the nodes are one cluster with system databases at the start; true unless
     * told.
     */
    Builder joined(boolean joined);

    /** The administrator; {@code admin} and {@code password} unless told. */
    Builder admin(String name, String password);

    /** Sets the ports, one for each node; any free ones unless told. 0 is any. */
    Builder ports(int... ports);

    /** Names by node; {@code couchdb@nodeN.local} unless told. */
    Builder names(String... names);

    /** Keeps data in a folder, and finds again what is there. In memory unless told. */
    Builder folder(Path folder);

    /**
     * Keeps one node's data and its configuration in places of their own, as a container has them.
     * Counts before {@link #folder}.
     *
     * @param node its index, from 0
     * @param data a folder, made if need be
     * @param configuration an ini file; what it says counts, and every change is written to it
     */
    Builder files(int node, Path data, Path configuration);

    /**
     * Sets the address on which all nodes listen; {@code 127.0.0.1} unless told. {@code 0.0.0.0} is
     * for containers.
     */
    Builder address(String address);

    /** Sets a value of the configuration of every node: {@code config("cluster", "q", "12")}. */
    Builder config(String section, String key, String value);

    /**
     * The version of CouchDB to answer as: {@code 3.5.2} unless told, or {@code 3.3.3}. What
     * differs between them, and is kept, is in {@code docs/contract.md}.
     *
     * @throws IllegalArgumentException for another version
     */
    Builder version(String version);

    /**
     * Starts.
     *
     * @throws java.io.UncheckedIOException if a port is taken or the folder cannot be used
     */
    EmbeddedCouchDb start();
  }
}
