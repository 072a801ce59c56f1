package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.List;

/** The nodes of a CouchDB as a whole. Thread-safe. */
public final class Cluster {
  private final CouchDb couch;
  private final Wire wire;

  private Cluster(CouchDb couch) {
    this.couch = couch;
    this.wire = Wire.of(couch);
  }

  /** The cluster that {@code couch} is a client of. Sends nothing. */
  public static Cluster of(CouchDb couch) {
    return new Cluster(couch);
  }

  /** Who is in it, as the node that answers sees it. */
  public Membership membership() {
    return Membership.of(wire.json(Call.of("GET", "_membership")));
  }

  /**
   * Who is in it, as each of {@link CouchDb#addresses()} sees it, in their order. They differ while
   * a node joins, and when the network is split.
   */
  public List<Membership> memberships() {
    List<Membership> views = new ArrayList<>();
    for (int address = 0; address < couch.addresses().size(); address++) {
      views.add(couch.at(address).cluster().membership());
    }
    return views;
  }

  /** What each of {@link CouchDb#addresses()} says, in their order: three requests each. */
  public List<NodeView> views() {
    List<NodeView> views = new ArrayList<>();
    for (int address = 0; address < couch.addresses().size(); address++) {
      views.add(NodeView.of(couch, address));
    }
    return views;
  }

  /**
   * What is wrong among the nodes, as {@link #views()} tell it: partial joins, split views, nodes
   * that do not answer, mixed versions, other credentials, clocks apart. Empty if nothing is. Give
   * the client the addresses of all nodes.
   */
  public List<LayoutFinding> findings() {
    return ViewCheck.of(views());
  }

  /** Which node holds which range of a database, without what the copies hold. */
  public ShardMap shards(String database) {
    return couch.database(database).shards();
  }

  /** {@link #shards(String)} with documents and bytes of each copy. For administrators. */
  public ShardMap shardsWithSizes(String database) {
    return ShardSizes.read(couch, shards(database));
  }

  /** How far the set-up is: {@code _cluster_setup}. For administrators. */
  public SetupState setupState() {
    return SetupState.of(wire.json(Call.of("GET", "_cluster_setup")).path("state").asText());
  }

  @Override
  public String toString() {
    return "Cluster of " + couch;
  }
}
