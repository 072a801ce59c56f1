package io.github.chthosting.couchdb.internal;

/** What a client, a database or a node of this library is beside its public face. */
public interface Wired {
  /** Returns how it talks to its server. */
  Wire wire();
}
