package io.github.chthosting.platform;

/** The number of CouchDB nodes of a CHT. */
public enum Topology {
  /** A single CouchDB node. */
  SINGLE(1),
  /** Three nodes, as the CHT's own cluster files have them. */
  CLUSTERED(3);

  private final int nodes;

  Topology(int nodes) {
    this.nodes = nodes;
  }

  /** Returns the number of CouchDB nodes. */
  public int nodes() {
    return nodes;
  }
}
