package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.ComposeDeployment;
import io.github.chthosting.compose.deployment.ComposeDeploymentBuilder;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.CertificateSource;
import io.github.chthosting.platform.LogLevel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads a deployment out of an installation: its settings, and the defaults of its files. */
final class ObservedDeployment {
  private final Instance instance;
  private final EnvFile environment;
  private final Map<String, String> defaults = new TreeMap<>();

  private ObservedDeployment(Instance instance) {
    this.instance = instance;
    this.environment = instance.environment();
    for (ReleaseFile file : instance.files()) {
      ComposeFile.installed(file.name(), file.text())
          .variables()
          .forEach(
              (name, each) ->
                  each.fallbacks().stream()
                      .findFirst()
                      .ifPresent(value -> defaults.put(name, value)));
    }
  }

  static ComposeDeployment of(Instance instance) {
    return new ObservedDeployment(instance).deployment();
  }

  private ComposeDeployment deployment() {
    ChtVersion version =
        instance
            .version()
            .orElseThrow(
                () ->
                    new HostingException(
                        "read " + instance.layout().folder(),
                        instance.name() + ": its services do not report one version of the CHT",
                        false,
                        null));
    ComposeDeploymentBuilder builder =
        ComposeDeployment.builder(instance.name(), version.toString(), instance.layout().folder())
            .topology(instance.topology())
            .domain(setting("COMMON_NAME", "localhost"))
            .ports(port("NGINX_HTTP_PORT", 80), port("NGINX_HTTPS_PORT", 443))
            .dataFolders(folders())
            .network(setting("CHT_NETWORK", "cht-net"))
            .logLevel(level(setting("COUCHDB_LOG_LEVEL", "info")))
            .tls(tls());
    instance.memoryLimits().forEach(builder::memoryLimit);
    return builder.build();
  }

  /** The data folders on the host; data in volumes has none, and stays there. */
  private Path[] folders() {
    List<Path> all = instance.dataFolders();
    return all.stream().allMatch(Path::isAbsolute) ? all.toArray(Path[]::new) : new Path[0];
  }

  private String setting(String name, String otherwise) {
    return environment.get(name).orElse(defaults.getOrDefault(name, otherwise));
  }

  private int port(String name, int otherwise) {
    String text = setting(name, String.valueOf(otherwise));
    return text.matches("\\d{1,5}") ? Integer.parseInt(text) : otherwise;
  }

  private static LogLevel level(String text) {
    return Arrays.stream(LogLevel.values())
        .filter(level -> level.couchdb().equals(text))
        .findFirst()
        .orElse(LogLevel.INFO);
  }

  /**
   * The source of the certificate. Where a certificate of your own came from is not known any more:
   * it lies in a volume.
   */
  private CertificateSource tls() {
    return switch (setting("CERTIFICATE_MODE", "SELF_SIGNED")) {
      case "AUTO_GENERATE" -> CertificateSource.acme(setting("EMAIL", ""));
      case "OWN_CERT" -> {
        Path certs = instance.layout().folder().resolve("certs");
        yield CertificateSource.ownCertificate(certs.resolve("cert.pem"), certs.resolve("key.pem"));
      }
      default -> CertificateSource.selfSigned();
    };
  }
}
