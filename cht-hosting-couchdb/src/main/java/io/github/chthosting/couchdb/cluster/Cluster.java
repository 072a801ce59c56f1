package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.shards.ShardMap;
import io.github.chthosting.http.Call;
import io.github.chthosting.plan.Finding;
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

  /** Returns the members, as the node that answers sees them. */
  public Membership membership() {
    return Membership.of(wire.json(Call.of("GET", "_membership")));
  }

  /**
   * Returns the members, as each of {@link CouchDb#addresses()} sees them, in their order. They
   * differ while a node joins, and when the network is split.
   */
  public List<Membership> memberships() {
    List<Membership> views = new ArrayList<>();
    for (int address = 0; address < couch.addresses().size(); address++) {
      views.add(Cluster.of(couch.at(address)).membership());
    }
    return views;
  }

  /**
   * Returns what each of {@link CouchDb#addresses()} says, in their order: three requests each.
   * CouchDB 3.0 or later.
   */
  public List<NodeView> views() {
    List<NodeView> views = new ArrayList<>();
    for (int address = 0; address < couch.addresses().size(); address++) {
      views.add(NodeView.of(couch, address));
    }
    return views;
  }

  /**
   * Returns what is wrong among the nodes, as {@link #views()} tell it: partial joins, split views,
   * nodes that do not answer, mixed versions, other credentials, clocks apart. Empty if nothing is.
   * Give the client the addresses of all nodes.
   */
  public List<Finding> findings() {
    return ViewCheck.of(views());
  }

  /** Returns the nodes of each range of a database, without what the copies hold. */
  public ShardMap shards(String database) {
    return ShardMap.of(couch.database(database));
  }

  /** Returns {@link #shards(String)} with documents and bytes of each copy. For administrators. */
  public ShardMap shardsWithSizes(String database) {
    return CopySizes.of(couch, shards(database));
  }

  /** Returns the state of the set-up: {@code _cluster_setup}. For administrators. */
  public SetupState setupState() {
    return SetupState.of(wire.json(Call.of("GET", "_cluster_setup")).path("state").asString(""));
  }

  /**
   * Plans changes of the nodes and of where data lies, which are carried out here: with the default
   * limits; {@link ClusterPlans#builder} has others.
   */
  public ClusterPlans plans() {
    return ClusterPlans.builder(couch).build();
  }

  @Override
  public String toString() {
    return "Cluster of " + couch;
  }
}
