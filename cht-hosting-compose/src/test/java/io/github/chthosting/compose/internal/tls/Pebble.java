package io.github.chthosting.compose.internal.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.deployment.AcmeAuthority;
import io.github.chthosting.compose.testing.TestProjects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okhttp3.tls.HeldCertificate;

/**
 * Let's Encrypt's own test authority, as a process: it proves domains as the real one does. To it,
 * every name is at 127.0.0.1.
 */
final class Pebble implements AutoCloseable {
  private final Path folder;
  private final int port = TestProjects.freePort();
  private final List<Process> processes = new ArrayList<>();

  /**
   * @param httpPort where it looks for challenges
   */
  Pebble(Path folder, int httpPort) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder);
    HeldCertificate https =
        new HeldCertificate.Builder().addSubjectAlternativeName("127.0.0.1").build();
    TestCertificates.write(trusted(), https.certificatePem());
    TestCertificates.write(folder.resolve("key.pem"), https.privateKeyPkcs8Pem());
    int names = TestProjects.freePort();
    start(
        Map.of(),
        "pebble-challtestsrv",
        "-dns01",
        "127.0.0.1:" + names,
        "-defaultIPv6",
        "",
        "-http01",
        "",
        "-https01",
        "",
        "-tlsalpn01",
        "",
        "-management",
        "127.0.0.1:" + TestProjects.freePort());
    Path configuration = TestCertificates.write(folder.resolve("pebble.json"), json(httpPort));
    start(
        Map.of("PEBBLE_VA_NOSLEEP", "1", "PEBBLE_WFE_NONCEREJECT", "20"),
        "pebble",
        "-config",
        configuration.toString(),
        "-dnsserver",
        "127.0.0.1:" + names);
    awaitOpen();
  }

  private String json(int httpPort) throws IOException {
    return """
        {"pebble": {"listenAddress": "127.0.0.1:%d", "managementListenAddress": "127.0.0.1:%d",
         "certificate": "%s", "privateKey": "%s", "httpPort": %d, "tlsPort": 1,
         "ocspResponderURL": "", "externalAccountBindingRequired": false}}
        """
        .formatted(port, TestProjects.freePort(), trusted(), folder.resolve("key.pem"), httpPort);
  }

  private void start(Map<String, String> environment, String... words) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().putAll(environment);
    builder.redirectErrorStream(true).redirectOutput(folder.resolve(words[0] + ".log").toFile());
    processes.add(builder.start());
  }

  private void awaitOpen() throws InterruptedException {
    for (int tries = 0; tries < 300; tries++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        assertThat(socket.isConnected()).isTrue();
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new AssertionError("pebble does not listen");
  }

  private Path trusted() {
    return folder.resolve("cert.pem");
  }

  AcmeAuthority authority() {
    return new AcmeAuthority(
            URI.create("https://127.0.0.1:" + port + "/dir"), java.util.Optional.empty())
        .trusting(trusted());
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
  }
}
