package io.github.chthosting.platform;

import io.github.chthosting.ChtVersion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Settings of a {@link Deployment}. Not thread-safe. */
public final class DeploymentBuilder {
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
  private Tls tls = Tls.selfSigned();
  private String network = "";
  private String registryMirror = "";

  DeploymentBuilder(String project, String version, Path folder) {
    this.project = project;
    this.version = version;
    this.folder = folder;
  }

  static DeploymentBuilder of(Deployment other) {
    DeploymentBuilder builder =
        new DeploymentBuilder(other.project(), other.version().toString(), other.folder())
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

  public DeploymentBuilder version(String newVersion) {
    version = newVersion;
    return this;
  }

  public DeploymentBuilder topology(Topology newTopology) {
    topology = newTopology;
    return this;
  }

  public DeploymentBuilder domain(String newDomain) {
    domain = newDomain;
    return this;
  }

  public DeploymentBuilder ports(int http, int https) {
    httpPort = http;
    httpsPort = https;
    return this;
  }

  /** One for each node, in their order. */
  public DeploymentBuilder dataFolders(Path... folders) {
    dataFolders = List.of(folders);
    return this;
  }

  /**
   * Limits the memory of one service.
   *
   * @param service as the release's files name it
   * @param bytes at most so much memory
   */
  public DeploymentBuilder memoryLimit(String service, long bytes) {
    memoryLimits.put(service, bytes);
    return this;
  }

  public DeploymentBuilder logLevel(LogLevel level) {
    logLevel = level;
    return this;
  }

  public DeploymentBuilder tls(Tls newTls) {
    tls = newTls;
    return this;
  }

  public DeploymentBuilder network(String name) {
    network = name;
    return this;
  }

  public DeploymentBuilder registryMirror(String mirror) {
    registryMirror = mirror;
    return this;
  }

  /**
   * Checks everything.
   *
   * @throws InvalidDeploymentException with all problems at once
   */
  public Deployment build() {
    ChtVersion parsed = ANY;
    String unreadable = "";
    try {
      parsed = ChtVersion.of(version);
    } catch (IllegalArgumentException e) {
      unreadable = "version: " + e.getMessage();
    }
    return unreadable.isEmpty() ? build(parsed) : refuse(unreadable);
  }

  private Deployment build(ChtVersion parsed) {
    return new Deployment(
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

  private Deployment refuse(String first) {
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
