package io.github.chthosting.compose.deployment;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.InvalidDeploymentException;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * An instance of the CHT as it is wanted on Docker Compose. A plain value without secrets, those
 * are made by the platform; valid as a whole, or it does not come to be.
 *
 * @param project its name, unique on its host: lower-case letters, digits, {@code _} and {@code -}
 * @param version of the CHT, 4.x or 5.x
 * @param topology one CouchDB node or three
 * @param domain under which users reach it: a name, or an IP address
 * @param httpPort on the host, where nginx sends visitors on to HTTPS
 * @param httpsPort on the host
 * @param folder of the installation on the host, absolute
 * @param dataFolders of CouchDB, one a node in their order, absolute
 * @param memoryLimits bytes by service, for those that are to have one
 * @param logLevel of CouchDB and the CHT's own services
 * @param tls where the certificate comes from
 * @param network of the containers
 * @param registryMirror {@code HOST[:PORT][/PATH]} to take the images from; empty for the release's
 *     own registry
 */
public record ComposeDeployment(
    String project,
    ChtVersion version,
    Topology topology,
    String domain,
    int httpPort,
    int httpsPort,
    Path folder,
    List<Path> dataFolders,
    Map<String, Long> memoryLimits,
    LogLevel logLevel,
    CertificateSource tls,
    String network,
    String registryMirror)
    implements Deployment {

  /**
   * Checks everything.
   *
   * @throws InvalidDeploymentException with all problems at once
   */
  public ComposeDeployment {
    dataFolders = List.copyOf(dataFolders);
    memoryLimits = Collections.unmodifiableMap(new TreeMap<>(memoryLimits));
    DeploymentRules rules = new DeploymentRules(version, topology);
    rules.names(project, network, registryMirror);
    rules.access(domain, httpPort, httpsPort, tls);
    rules.storage(folder, dataFolders, memoryLimits);
    rules.enforce(project);
  }

  /**
   * A deployment with these defaults: the single topology, {@code localhost}, ports 80 and 443,
   * data in {@code couchdb} (or {@code couchdb-1} to {@code couchdb-3}) within the folder, no
   * memory limits, {@code INFO}, a self-signed certificate, network {@code PROJECT-net}, the
   * release's own registry.
   *
   * @param version as {@link ChtVersion#of} reads it
   * @param folder of the installation, absolute
   */
  public static ComposeDeploymentBuilder builder(String project, String version, Path folder) {
    return new ComposeDeploymentBuilder(project, version, folder);
  }

  /** Returns the project's name. */
  @Override
  public String name() {
    return project;
  }

  @Override
  public CertificateSource certificate() {
    return tls;
  }

  /** Returns a builder with the values of this deployment, to change some of them. */
  public ComposeDeploymentBuilder change() {
    return ComposeDeploymentBuilder.of(this);
  }
}
