package io.github.chthosting.compose.internal.password;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import io.github.chthosting.Secret;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.couchdb.cluster.Cluster;
import io.github.chthosting.plan.Finding;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The CouchDB nodes of an instance at their addresses in the engine's network, on this host. An
 * address is asked for right before it is spoken to: another container may have it later.
 */
public final class CouchNodes {
  private final Instance instance;

  private CouchNodes(Instance instance) {
    this.instance = instance;
  }

  public static CouchNodes of(Instance instance) {
    return new CouchNodes(instance);
  }

  private Optional<URI> address(String service) {
    return instance.containers(service).stream()
        .findFirst()
        .flatMap(each -> address(instance.docker(), each, 5984));
  }

  /** The address at which a container listens; empty while it does not run. */
  static Optional<URI> address(DockerCli docker, Container container, int port) {
    String format = "{{range .NetworkSettings.Networks}}{{println .IPAddress}}{{end}}";
    return docker
        .run(DockerCommand.of("inspect", "--format", format, container.id()))
        .lines()
        .stream()
        .filter(line -> !line.isBlank())
        .findFirst()
        .map(ip -> URI.create("http://" + (ip.contains(":") ? "[" + ip + "]" : ip) + ":" + port));
  }

  /** Returns whether a password opens each node, one finding a node. */
  public List<Finding> check(String user, Secret password) {
    List<Finding> findings = new ArrayList<>();
    for (String service : instance.couchdbServices()) {
      findings.add(
          address(service)
              .map(address -> check(service, address, user, password))
              .orElseGet(
                  () ->
                      Finding.error(
                          PasswordFinding.NODE_DOWN, service, "does not run", "start it first")));
    }
    return findings;
  }

  private static Finding check(String service, URI address, String user, Secret password) {
    try (CouchDb couch = open(List.of(address), Credentials.basic(user, password))) {
      Cluster.of(couch).membership();
      return Finding.ok(PasswordFinding.ACCEPTED, service, "opens with the password of .env");
    } catch (AccessDeniedException e) {
      return Finding.error(
          PasswordFinding.REFUSED,
          service,
          "refuses the password of " + user + " that .env has",
          "recover it");
    } catch (HostingException e) {
      return Finding.error(
          PasswordFinding.NO_ANSWER, service, "does not answer: " + e.getMessage(), "");
    }
  }

  /** Returns whether the password opens all nodes. */
  boolean open(String user, Secret password) {
    List<Finding> all = check(user, password);
    return !all.isEmpty()
        && all.stream().allMatch(finding -> finding.severity() == Finding.Severity.OK);
  }

  /**
   * A client of all nodes. Close it.
   *
   * @throws HostingException if none runs
   */
  CouchDb client(Credentials credentials) {
    List<URI> addresses =
        instance.couchdbServices().stream().flatMap(each -> address(each).stream()).toList();
    if (addresses.isEmpty()) {
      throw new HostingException(
          "ask CouchDB of " + instance.name(),
          "CouchDB of " + instance.name() + " does not run: start it first",
          true,
          null);
    }
    return open(addresses, credentials);
  }

  static CouchDb open(List<URI> addresses, Credentials credentials) {
    return CouchDb.builder(addresses)
        .credentials(credentials)
        .connectTimeout(Duration.ofSeconds(5))
        .readTimeout(Duration.ofSeconds(20))
        .attempts(2)
        .build();
  }
}
