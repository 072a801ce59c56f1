package io.github.chthosting.compose.testing;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.platform.certificate.AnyCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.HttpsURLConnection;

/**
 * Questions of tests about a project on an engine, with plain commands and requests of their own.
 */
public final class TestProjects {
  private static final SecureRandom RANDOM = new SecureRandom();

  private TestProjects() {}

  /** A name that no other project has. */
  public static String name() {
    byte[] bytes = new byte[4];
    RANDOM.nextBytes(bytes);
    return "chttest" + HexFormat.of().formatHex(bytes);
  }

  /** A port that is free now. */
  public static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  /**
   * Waits until nginx on that port of this host answers with that version, and CouchDB behind it.
   */
  public static void awaitHealthy(int https, String version, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    String last = "";
    while (System.nanoTime() < deadline) {
      try {
        last = get(https, "/api/v2/monitoring", "");
        if (last.contains("\"app\":\"" + version + "\"") && !last.contains(":-1")) {
          return;
        }
      } catch (IOException e) {
        last = e.toString();
      }
      Thread.sleep(200);
    }
    throw new AssertionError("not healthy after " + limit + ": " + last);
  }

  /** The status of an answer to a GET with {@code user:password}, or with none if it is empty. */
  public static int status(int https, String path, String credentials) throws IOException {
    return open(https, path, credentials).getResponseCode();
  }

  /** The body of an answer below 400. */
  public static String get(int https, String path, String credentials) throws IOException {
    try (InputStream body = open(https, path, credentials).getInputStream()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpsURLConnection open(int https, String path, String credentials)
      throws IOException {
    URI uri = URI.create("https://127.0.0.1:" + https + path);
    HttpsURLConnection connection = (HttpsURLConnection) uri.toURL().openConnection();
    // Self-signed certificates are the rule here.
    connection.setSSLSocketFactory(AnyCertificate.context().getSocketFactory());
    connection.setHostnameVerifier((name, session) -> true);
    connection.setConnectTimeout(5_000);
    connection.setReadTimeout(20_000);
    if (!credentials.isEmpty()) {
      byte[] bytes = credentials.getBytes(StandardCharsets.UTF_8);
      connection.setRequestProperty(
          "Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    }
    return connection;
  }

  /** All that the services of a project have said. */
  public static String logs(DockerCli docker, String project) {
    StringBuilder text = new StringBuilder();
    for (String id : list(docker, project, "ps", "--all", "--quiet")) {
      docker.run(DockerCommand.of("logs", id), line -> text.append(line).append('\n'));
    }
    return text.toString();
  }

  /** The containers, volumes and networks that carry a project's label. */
  public static List<String> left(DockerCli docker, String project) {
    List<String> left = new ArrayList<>(list(docker, project, "ps", "--all", "--quiet"));
    left.addAll(list(docker, project, "volume", "ls", "--quiet"));
    left.addAll(list(docker, project, "network", "ls", "--quiet"));
    return left;
  }

  /** Removes all that carries a project's label, for the end of a test. */
  public static void remove(DockerCli docker, String project) {
    for (int round = 1; ; round++) {
      try {
        removeAll(docker, list(docker, project, "ps", "--all", "--quiet"), "rm", "--force");
        removeAll(
            docker, list(docker, project, "volume", "ls", "--quiet"), "volume", "rm", "--force");
        removeAll(docker, list(docker, project, "network", "ls", "--quiet"), "network", "rm");
        return;
      } catch (DockerException e) {
        // A container that a killed command was making comes a moment later.
        if (round == 5) {
          throw e;
        }
      }
    }
  }

  private static void removeAll(DockerCli docker, List<String> names, String... command) {
    if (!names.isEmpty()) {
      List<String> words = new ArrayList<>(Arrays.asList(command));
      words.addAll(names);
      docker.run(DockerCommand.of(words.toArray(String[]::new)));
    }
  }

  private static List<String> list(DockerCli docker, String project, String... command) {
    List<String> words = new ArrayList<>(Arrays.asList(command));
    words.addAll(List.of("--filter", "label=com.docker.compose.project=" + project));
    return docker.run(DockerCommand.of(words.toArray(String[]::new))).lines();
  }
}
