package io.github.chthosting.testkit;

import io.github.chthosting.testkit.function.DesignFunctions;
import io.github.chthosting.testkit.internal.cluster.Cluster;
import io.github.chthosting.testkit.internal.cluster.ClusterSetup;
import io.github.chthosting.testkit.internal.cluster.DatabaseAdministration;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.config.NodeConfig;
import io.github.chthosting.testkit.internal.document.DatabaseEndpoints;
import io.github.chthosting.testkit.internal.http.Endpoint;
import io.github.chthosting.testkit.internal.http.HttpPort;
import io.github.chthosting.testkit.internal.http.HttpServer;
import io.github.chthosting.testkit.internal.replication.Replications;
import io.github.chthosting.testkit.internal.server.NodeEndpoint;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Nodes, their ports, and what watches them. */
final class EmbeddedServer implements EmbeddedCouchDb {
  private static final Duration JOINING = Duration.ofSeconds(30);

  private final Cluster cluster;
  private final HttpServer http;
  private final RequestLog log = new RequestLog();
  private final DesignFunctions functions = new DesignFunctions();
  private final List<EmbeddedNode> nodes = new ArrayList<>();
  private final List<Replications> replicators = new ArrayList<>();

  EmbeddedServer(ServerSetup setup) {
    cluster = new Cluster();
    http = new HttpServer("CouchDB/" + setup.version() + " (Erlang OTP/25)");
    try {
      for (int i = 0; i < setup.count(); i++) {
        nodes.add(add(i, setup));
      }
      if (setup.isJoined()) {
        join();
      }
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private EmbeddedNode add(int index, ServerSetup setup) {
    NodeConfig config = setup.config(index);
    Path data = setup.data(index).orElse(null);
    Node node = cluster.add(setup.name(index), config, data);
    DatabaseEndpoints documents = new DatabaseEndpoints(functions, config);
    Replications replicator = new Replications(node);
    replicators.add(replicator);
    NodeEndpoint endpoint = new NodeEndpoint(node, documents, replicator, Clock.systemUTC());
    Endpoint counted =
        (request, response) -> {
          node.count(request.method());
          endpoint.handle(request, response);
        };
    HttpPort port =
        http.port(node.name(), setup.address(), setup.port(index), log.watching(index, counted));
    port.open();
    config.set("chttpd", "port", String.valueOf(port.number()));
    return new PortNode(index, cluster, node, port);
  }

  private void join() {
    Node first = cluster.nodes().get(0);
    for (Node node : cluster.nodes()) {
      if (!first.members().contains(node.name())) {
        new ClusterSetup(first).join(node.name());
      }
    }
    awaitMembers();
    for (String name : ClusterSetup.SYSTEM_DATABASES) {
      if (first.findMap(name).isEmpty()) {
        new DatabaseAdministration(first).create(name, DatabaseAdministration.Wish.DEFAULT);
      }
    }
  }

  private void awaitMembers() {
    long deadline = System.nanoTime() + JOINING.toNanos();
    while (cluster.nodes().stream()
        .anyMatch(node -> node.members().size() < cluster.nodes().size())) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException("the nodes did not join within " + JOINING);
      }
      sleep();
    }
  }

  private static void sleep() {
    try {
      Thread.sleep(2);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while nodes joined", e);
    }
  }

  @Override
  public List<EmbeddedNode> nodes() {
    return List.copyOf(nodes);
  }

  @Override
  public DesignFunctions functions() {
    return functions;
  }

  @Override
  public InjectedFault inject(Fault fault) {
    return log.inject(fault);
  }

  @Override
  public List<RecordedRequest> requests() {
    return log.requests();
  }

  @Override
  public void clearRequests() {
    log.clear();
  }

  @Override
  public Background background() {
    return new ClusterBackground(cluster);
  }

  @Override
  public void close() {
    replicators.forEach(Replications::close);
    http.close();
    cluster.close();
  }
}
