package io.github.chthosting.testkit;

import io.github.chthosting.testkit.internal.cluster.Cluster;
import io.github.chthosting.testkit.internal.cluster.Node;
import io.github.chthosting.testkit.internal.http.HttpPort;
import java.net.URI;
import java.util.Optional;

/** A node and its port. */
record PortNode(int index, Cluster cluster, Node node, HttpPort port) implements EmbeddedNode {

  @Override
  public String name() {
    return node.name();
  }

  @Override
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port.number() + "/");
  }

  @Override
  public boolean isUp() {
    return node.isUp();
  }

  @Override
  public void stop() {
    cluster.down(node);
    port.close();
  }

  @Override
  public void start() {
    port.open();
    cluster.up(node);
  }

  @Override
  public Optional<String> config(String section, String key) {
    return Optional.ofNullable(node.config().get(section, key));
  }

  @Override
  public void config(String section, String key, String value) {
    node.config().set(section, key, value);
  }

  @Override
  public String toString() {
    return name() + " at " + uri();
  }
}
