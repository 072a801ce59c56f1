package io.github.chthosting.examples;

import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.platform.Topology;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The options that describe the CHT to host. */
final class DeploymentOptions {
  @Option(names = "--project", defaultValue = "cht", description = "default ${DEFAULT-VALUE}")
  private String project = "cht";

  @Option(names = "--version-of-cht", required = true, description = "such as 5.0.2")
  private String version = "";

  @Option(names = "--folder", required = true, description = "of the installation")
  private Path folder = Path.of("");

  @Option(names = "--domain", defaultValue = "localhost", description = "default ${DEFAULT-VALUE}")
  private String domain = "localhost";

  @Option(names = "--http", defaultValue = "80", description = "default ${DEFAULT-VALUE}")
  private int http = 80;

  @Option(names = "--https", defaultValue = "443", description = "default ${DEFAULT-VALUE}")
  private int https = 443;

  @Option(names = "--clustered", description = "three CouchDB nodes instead of one")
  private boolean clustered;

  @Option(
      names = "--registry-mirror",
      defaultValue = "",
      description = "HOST[:PORT][/PATH] to take the images from; default: the release's own")
  private String mirror = "";

  ComposeDeployment deployment() {
    return ComposeDeployment.builder(project, version, folder.toAbsolutePath().normalize())
        .topology(clustered ? Topology.CLUSTERED : Topology.SINGLE)
        .domain(domain)
        .ports(http, https)
        .registryMirror(mirror)
        .build();
  }
}
