package io.github.chthosting.platform;

/** How many CouchDB nodes a CHT stands on. */
public enum Topology {
  /** One node. */
  SINGLE(1),
  /** Three nodes, as the CHT's own cluster files have them. */
  CLUSTERED(3);

  private final int nodes;

  Topology(int nodes) {
    this.nodes = nodes;
  }

  /** CouchDB nodes. */
  public int nodes() {
    return nodes;
  }
}
