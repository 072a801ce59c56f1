package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.testing.TestImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/**
 * Let's Encrypt's own test authority in a container, for what runs in others. It is {@code pebble}
 * to them. To it, every name is nginx.
 */
final class PebbleContainer implements AutoCloseable {
  static final String DIRECTORY = "https://pebble:14000/dir";

  private static final String CONFIGURATION =
      """
      {"pebble": {"listenAddress": "0.0.0.0:14000", "managementListenAddress": "127.0.0.1:15000",
       "certificate": "/pebble/cert.pem", "privateKey": "/pebble/key.pem", "httpPort": 80,
       "tlsPort": 443, "ocspResponderURL": "", "externalAccountBindingRequired": false}}
      """;

  private final DockerCli docker;
  private final String id;

  private PebbleContainer(DockerCli docker, String id) {
    this.docker = docker;
    this.id = id;
  }

  /** A certificate for its HTTPS; what others must trust is {@code cert.pem}. */
  static Path keys(Path folder) throws IOException {
    Files.createDirectories(folder);
    HeldCertificate https =
        new HeldCertificate.Builder().addSubjectAlternativeName("pebble").build();
    TestCertificates.write(folder.resolve("cert.pem"), https.certificatePem());
    TestCertificates.write(folder.resolve("key.pem"), https.privateKeyPkcs8Pem());
    TestCertificates.write(folder.resolve("pebble.json"), CONFIGURATION);
    return folder.resolve("cert.pem");
  }

  /**
   * Starts it.
   *
   * @param keys folder of {@link #keys}
   * @param nginx address of nginx in the first of the networks
   */
  static PebbleContainer start(DockerCli docker, Path keys, String nginx, List<String> networks) {
    String start =
        "pebble-challtestsrv -dns01 127.0.0.1:8053 -defaultIPv6 '' -defaultIPv4 "
            + nginx
            + " -http01 '' -https01 '' -tlsalpn01 '' -management 127.0.0.1:8055 & "
            // certbot 2.1 gives up at the second bad nonce in a row; pebble gives one in twenty.
            + "PEBBLE_VA_NOSLEEP=1 PEBBLE_WFE_NONCEREJECT=0"
            + " exec pebble -config /pebble/pebble.json -dnsserver 127.0.0.1:8053";
    String image = TestImages.on(docker).pebble();
    List<String> create =
        List.of("create", "--network", networks.get(0), "--network-alias", "pebble", image);
    String id = run(docker, create, "sh", "-c", start);
    PebbleContainer made = new PebbleContainer(docker, id);
    run(docker, List.of("cp", keys.toString(), id + ":/pebble"));
    for (String other : networks.subList(1, networks.size())) {
      run(docker, List.of("network", "connect", "--alias", "pebble", other, id));
    }
    run(docker, List.of("start", id));
    return made;
  }

  private static String run(DockerCli docker, List<String> words, String... more) {
    List<String> all = new java.util.ArrayList<>(words);
    all.addAll(List.of(more));
    return docker.run(DockerCommand.of(all.toArray(String[]::new))).text().strip();
  }

  @Override
  public void close() {
    run(docker, List.of("rm", "--force", id));
  }
}
