package io.github.chthosting.couchdb.internal;

/** The internal side of a client, a database or a node, behind its public interface. */
public interface Wired {
  /** Returns how it talks to its server. */
  Wire wire();
}
