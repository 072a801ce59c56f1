package io.github.chthosting.testkit;

import java.net.URI;
import java.util.Optional;

/** One node of an {@link EmbeddedCouchDb}. Thread-safe. */
public interface EmbeddedNode {

  /** From 0. */
  int index();

  /** The name in the cluster: {@code couchdb@node1.local}. */
  String name();

  /** {@code http://127.0.0.1:PORT/}; the same after a stop and start. */
  URI uri();

  boolean isUp();

  /** Cuts its connections, refuses others, and is gone for its peers; its data stays. */
  void stop();

  /** Comes back on the same port, with its data. */
  void start();

  /**
   * Fills its disk until {@link #freeDisk()}: it reads on, but writes nothing to any of its files.
   * A write that finds no other copy answers 500 {@code internal_server_error}, one that finds too
   * few 202.
   */
  void fillDisk();

  /** Makes room again; what the node missed is brought to it by internal replication. */
  void freeDisk();

  /** A value of its configuration. */
  Optional<String> config(String section, String key);

  /** Sets a value of its configuration, as {@code PUT _config} does. */
  void config(String section, String key, String value);
}
