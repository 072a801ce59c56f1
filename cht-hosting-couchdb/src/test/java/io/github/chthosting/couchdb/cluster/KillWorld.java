package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.testkit.EmbeddedCouchDb;
import io.github.chthosting.testkit.EmbeddedNode;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A joined cluster of three nodes that can be killed and come back with their files. */
interface KillWorld extends AutoCloseable {
  List<String> NAMES = List.of("a@127.0.0.1", "b@127.0.0.1", "c@127.0.0.1");
  Credentials.Basic ADMIN = new Credentials.Basic("admin", Secret.of("password"));

  /** The address of each node, in the order of {@link #NAMES}. */
  List<URI> uris();

  void kill(String node);

  /** Returns when it answers. */
  void start(String node);

  @Override
  void close();

  default CouchDb client() {
    return CouchDb.builder(uris()).credentials(ADMIN).attempts(1).build();
  }

  /** Nodes in this JVM. The process that is killed is another. */
  static KillWorld embedded() {
    EmbeddedCouchDb server =
        EmbeddedCouchDb.builder().nodes(3).names(NAMES.toArray(String[]::new)).start();
    return new Embedded(server);
  }

  /** Nodes of {@code COUCHDB_HOME}. */
  static KillWorld real(Path folder) {
    KillWorld world = new Real(new OwnNodes(folder));
    try {
      NAMES.forEach(world::start);
      try (CouchDb couch = world.client()) {
        ClusterSetup.run(couch, ADMIN, "0.0.0.0");
      }
      return world;
    } catch (RuntimeException e) {
      world.close();
      throw e;
    }
  }

  /** Nodes of the testkit's embedded server. */
  record Embedded(EmbeddedCouchDb server) implements KillWorld {
    @Override
    public List<URI> uris() {
      return server.uris();
    }

    @Override
    public void kill(String node) {
      node(node).stop();
    }

    @Override
    public void start(String node) {
      node(node).start();
    }

    private EmbeddedNode node(String name) {
      return server.node(NAMES.indexOf(name));
    }

    @Override
    public void close() {
      server.close();
    }

    @Override
    public String toString() {
      return "embedded nodes";
    }
  }

  /** Apache CouchDB. */
  record Real(OwnNodes nodes) implements KillWorld {
    @Override
    public List<URI> uris() {
      return NAMES.stream().map(nodes::uri).toList();
    }

    @Override
    public void kill(String node) {
      nodes.kill(node);
    }

    @Override
    public void start(String node) {
      nodes.start(node);
    }

    @Override
    public void close() {
      nodes.close();
    }

    @Override
    public String toString() {
      return "nodes of Apache CouchDB";
    }
  }
}
