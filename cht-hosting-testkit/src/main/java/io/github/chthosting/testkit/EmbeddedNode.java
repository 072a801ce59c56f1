package io.github.chthosting.testkit;

import java.net.URI;
import java.util.Optional;

/** A node of an {@link EmbeddedCouchDb}. Thread-safe. */
public interface EmbeddedNode {

  /** Returns the node's number, from 0. */
  int index();

  /** Returns the name in the cluster: {@code couchdb@node1.local}. */
  String name();

  /** Returns {@code http://127.0.0.1:PORT/}; the same after a stop and start. */
  URI uri();

  boolean isUp();

  /**
   * Stops the node: it cuts its connections, refuses others, and is gone for its peers; its data
   * stays.
   */
  void stop();

  /** Starts the node again, on the same port and with its data. */
  void start();

  /** Returns a value of its configuration. */
  Optional<String> config(String section, String key);

  /** Sets a value of its configuration, as {@code PUT _config} does. */
  void config(String section, String key, String value);
}
