package io.github.chthosting.compose.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Settings of a {@link ComposeDeployment}. Not thread-safe. */
public final class ComposeDeploymentBuilder {
  // Stands in for a version that cannot be read, so that the rest is checked too.
  private static final ChtVersion ANY = ChtVersion.of("unreadable");

  private final String project;
  private String version;
  private final Path folder;
  private Topology topology = Topology.SINGLE;
  private String domain = "localhost";
  private int httpPort = 80;
  private int httpsPort = 443;
  private List<Path> dataFolders = List.of();
  private final Map<String, Long> memoryLimits = new TreeMap<>();
  private LogLevel logLevel = LogLevel.INFO;
  private CertificateSource tls = CertificateSource.selfSigned();
  private String network = "";
  private String registryMirror = "";

  ComposeDeploymentBuilder(String project, String version, Path folder) {
    this.project = project;
    this.version = version;
    this.folder = folder;
  }

  static ComposeDeploymentBuilder of(ComposeDeployment other) {
    ComposeDeploymentBuilder builder =
        new ComposeDeploymentBuilder(other.project(), other.version().toString(), other.folder())
            .topology(other.topology())
            .domain(other.domain())
            .ports(other.httpPort(), other.httpsPort())
            .dataFolders(other.dataFolders().toArray(Path[]::new))
            .logLevel(other.logLevel())
            .tls(other.tls())
            .network(other.network())
            .registryMirror(other.registryMirror());
    other.memoryLimits().forEach(builder::memoryLimit);
    return builder;
  }

  /** Sets the version of the CHT, such as {@code 5.0.2}. */
  public ComposeDeploymentBuilder version(String newVersion) {
    version = newVersion;
    return this;
  }

  /** Sets the number of CouchDB nodes. Default one. */
  public ComposeDeploymentBuilder topology(Topology newTopology) {
    topology = newTopology;
    return this;
  }

  /** Sets the name by which users reach it. Default {@code localhost}. */
  public ComposeDeploymentBuilder domain(String newDomain) {
    domain = newDomain;
    return this;
  }

  /** Sets the ports of the host. Default 80 and 443. */
  public ComposeDeploymentBuilder ports(int http, int https) {
    httpPort = http;
    httpsPort = https;
    return this;
  }

  /** Sets the folders of CouchDB's data on the host: one for each node, in their order. */
  public ComposeDeploymentBuilder dataFolders(Path... folders) {
    dataFolders = List.of(folders);
    return this;
  }

  /**
   * Limits the memory of one service.
   *
   * @param service as the release's files name it
   * @param bytes at most so much memory
   */
  public ComposeDeploymentBuilder memoryLimit(String service, long bytes) {
    memoryLimits.put(service, bytes);
    return this;
  }

  /** Sets how much its services log. Default {@link LogLevel#INFO}. */
  public ComposeDeploymentBuilder logLevel(LogLevel level) {
    logLevel = level;
    return this;
  }

  /** Sets the source of its certificate. Default a self-signed one. */
  public ComposeDeploymentBuilder tls(CertificateSource newTls) {
    tls = newTls;
    return this;
  }

  public ComposeDeploymentBuilder network(String name) {
    network = name;
    return this;
  }

  /**
   * Sets the registry to take images from, {@code HOST[:PORT][/PATH]}. Default the release's own.
   */
  public ComposeDeploymentBuilder registryMirror(String mirror) {
    registryMirror = mirror;
    return this;
  }

  /**
   * Checks everything.
   *
   * @throws InvalidDeploymentException with all problems at once
   */
  public ComposeDeployment build() {
    ChtVersion parsed = ANY;
    String unreadable = "";
    try {
      parsed = ChtVersion.of(version);
    } catch (IllegalArgumentException e) {
      unreadable = "version: " + e.getMessage();
    }
    return unreadable.isEmpty() ? build(parsed) : refuse(unreadable);
  }

  private ComposeDeployment build(ChtVersion parsed) {
    return new ComposeDeployment(
        project,
        parsed,
        topology,
        domain,
        httpPort,
        httpsPort,
        folder,
        dataFolders.isEmpty() ? defaultData() : dataFolders,
        memoryLimits,
        logLevel,
        tls,
        network.isEmpty() ? project + "-net" : network,
        registryMirror);
  }

  private ComposeDeployment refuse(String first) {
    try {
      build(ANY);
    } catch (InvalidDeploymentException e) {
      throw e.after(first);
    }
    throw new InvalidDeploymentException(project, List.of(first));
  }

  private List<Path> defaultData() {
    if (topology == Topology.SINGLE) {
      return List.of(folder.resolve("couchdb"));
    }
    return IntStream.rangeClosed(1, topology.nodes())
        .mapToObj(node -> folder.resolve("couchdb-" + node))
        .toList();
  }
}
