package io.github.chthosting.compose;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.release.ComposeFile;
import io.github.chthosting.compose.release.ReleaseFile;
import io.github.chthosting.platform.Deployment;
import io.github.chthosting.platform.DeploymentBuilder;
import io.github.chthosting.platform.LogLevel;
import io.github.chthosting.platform.Tls;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/** Reads a deployment out of an installation: its settings, and the defaults of its files. */
final class ObservedDeployment {
  private final ComposeInstance instance;
  private final EnvFile environment;
  private final Map<String, String> defaults = new TreeMap<>();

  private ObservedDeployment(ComposeInstance instance) {
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

  static Deployment of(ComposeInstance instance) {
    return new ObservedDeployment(instance).deployment();
  }

  private Deployment deployment() {
    ChtVersion version =
        instance
            .version()
            .orElseThrow(
                () ->
                    new HostingException(
                        "read " + instance.layout().folder(),
                        instance.name() + ": its services do not tell one version of the CHT",
                        false,
                        null));
    DeploymentBuilder builder =
        Deployment.builder(instance.name(), version.toString(), instance.layout().folder())
            .topology(instance.topology())
            .domain(setting("COMMON_NAME", "localhost"))
            .ports(port("NGINX_HTTP_PORT", 80), port("NGINX_HTTPS_PORT", 443))
            .dataFolders(instance.dataFolders().toArray(Path[]::new))
            .network(setting("CHT_NETWORK", "cht-net"))
            .logLevel(level(setting("COUCHDB_LOG_LEVEL", "info")))
            .tls(tls());
    instance.memoryLimits().forEach(builder::memoryLimit);
    return builder.build();
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

  /** Where one of your own came from is not known any more: it lies in a volume. */
  private Tls tls() {
    return switch (setting("CERTIFICATE_MODE", "SELF_SIGNED")) {
      case "AUTO_GENERATE" -> Tls.acme(setting("EMAIL", ""));
      case "OWN_CERT" -> {
        Path certs = instance.layout().folder().resolve("certs");
        yield Tls.ownCertificate(certs.resolve("cert.pem"), certs.resolve("key.pem"));
      }
      default -> Tls.selfSigned();
    };
  }
}
