package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.env.EnvFile;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** certbot's folder of an installation, where a plain {@code docker compose up} means the same. */
record CertbotFiles(String project, Path folder) {
  /** Relative paths are certbot's own; {@code certbot.pem} is there for an own authority alone. */
  private static final String COMPOSE =
      """
      services:
        certbot:
          image: ${CERTBOT_IMAGE}
          volumes:
            - ssl:/etc/nginx/private/
            - letsencrypt:/etc/letsencrypt/
      %s    command:
            - certonly
            - --non-interactive
            - --agree-tos
            - --keep-until-expiring
            - --webroot
            - --webroot-path=/etc/nginx/private/certbot/
            - --deploy-hook=/etc/nginx/private/deploy.sh
            - --key-type=rsa
            - --email=${EMAIL}
            - --cert-name=${DOMAIN}
            - --domain=${DOMAIN}
            - --server=${SERVER}
      volumes:
        letsencrypt:
        ssl:
          name: ${CHT_SSL_VOLUME}
          external: true
      """;

  private static final String AUTHORITY =
      """
            - ./authority.pem:/authority.pem:ro
          environment:
            - REQUESTS_CA_BUNDLE=/authority.pem
      """;

  static CertbotFiles of(Instance instance) {
    return new CertbotFiles(
        instance.name() + "-certbot", instance.layout().folder().resolve("certbot"));
  }

  private Path compose() {
    return folder.resolve("docker-compose.yml");
  }

  private Path environment() {
    return folder.resolve(".env");
  }

  boolean isThere() {
    return Files.exists(compose());
  }

  void write(WriteCertbot step) throws IOException {
    DurableFolder.create(folder, Permissions.READABLE);
    String trusted = step.trusted();
    if (!trusted.isEmpty()) {
      WholeFile.write(folder.resolve("authority.pem"), Files.readString(Path.of(trusted)));
    }
    WholeFile.write(compose(), COMPOSE.formatted(trusted.isEmpty() ? "" : AUTHORITY));
    EnvFile.empty()
        .with("COMPOSE_PROJECT_NAME", project)
        .with("CERTBOT_IMAGE", step.image())
        .with("EMAIL", step.email())
        .with("DOMAIN", step.domain())
        .with("SERVER", step.directory())
        .with("CHT_SSL_VOLUME", step.volume())
        .write(environment());
  }

  /** Deletes what {@link #write} wrote, and the folder if nothing else is in it. */
  void remove() throws IOException {
    for (Path each : List.of(compose(), environment(), folder.resolve("authority.pem"))) {
      Files.deleteIfExists(each);
    }
    try {
      Files.deleteIfExists(folder);
    } catch (java.nio.file.DirectoryNotEmptyException e) {
      // What others put there is theirs.
      return;
    }
  }

  String domain() {
    return EnvFile.read(environment()).get("DOMAIN").orElse("");
  }

  /** {@code docker compose run} of certbot: its exit code is the command's. */
  DockerCommand run(String... arguments) {
    List<String> words = new java.util.ArrayList<>(List.of("run", "--rm", "--no-TTY"));
    words.addAll(List.of(arguments));
    return DockerCommand.compose(
        project, environment(), List.of(compose()), words.toArray(String[]::new));
  }
}
