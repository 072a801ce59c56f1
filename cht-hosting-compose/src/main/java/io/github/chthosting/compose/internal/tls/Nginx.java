package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.compose.engine.Container;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.compose.engine.DockerException;
import io.github.chthosting.compose.internal.host.HostFacts;
import io.github.chthosting.compose.internal.instance.Instance;
import io.github.chthosting.http.Json;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import io.github.chthosting.platform.certificate.ServedCertificate;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** The container that terminates TLS, and the files that it reads from its volume. */
public final class Nginx {
  private static final String SERVICE = "nginx";
  private static final String USUAL = "/etc/nginx/private/";
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final DockerCli docker;
  private final Container container;
  private final Map<String, String> environment;
  private final String name;

  private Nginx(Instance instance, Container container, Map<String, String> environment) {
    this.docker = instance.docker();
    this.container = container;
    this.environment = environment;
    this.name = instance.environment().get("COMMON_NAME").orElse("");
  }

  /** Empty if the instance has no such container, running or not. */
  public static Optional<Nginx> of(Instance instance) {
    return instance.containers(SERVICE).stream()
        .findFirst()
        .map(found -> new Nginx(instance, found, environment(instance.docker(), found)));
  }

  private static Map<String, String> environment(DockerCli docker, Container container) {
    DockerCommand ask =
        DockerCommand.of("inspect", "--format", "{{json .Config.Env}}", container.id())
            .about(container.project(), SERVICE);
    Map<String, String> environment = new TreeMap<>();
    try {
      for (JsonNode each : Json.mapper().readTree(docker.run(ask).text())) {
        String[] pair = each.asString("").split("=", 2);
        environment.put(pair[0], pair.length > 1 ? pair[1] : "");
      }
    } catch (JacksonException e) {
      throw new HostingException(ask.toString(), ask + ": its answer is not JSON", false, e);
    }
    return environment;
  }

  /** The path of the certificate within the container. */
  public String certificatePath() {
    return environment.getOrDefault("SSL_CERT_FILE_PATH", USUAL + KeyedCertificate.CERTIFICATE);
  }

  /** The path of the key within the container. */
  public String keyPath() {
    return environment.getOrDefault("SSL_KEY_FILE_PATH", USUAL + KeyedCertificate.KEY);
  }

  /** The volume's place within the container, with a slash at its end. */
  public String folder() {
    return USUAL;
  }

  public boolean isRunning() {
    return container.status().state().equals("running");
  }

  /** Returns whether it reads the files that the CHT's own scripts write. */
  public boolean hasUsualPaths() {
    return certificatePath().equals(USUAL + KeyedCertificate.CERTIFICATE)
        && keyPath().equals(USUAL + KeyedCertificate.KEY);
  }

  /** Runs a script of its shell within the container, with arguments. */
  void shell(String script, String... arguments) {
    List<String> words = new ArrayList<>(List.of("exec", container.id(), "sh", "-c", script, "sh"));
    words.addAll(List.of(arguments));
    run(words.toArray(String[]::new));
  }

  /** Copies what is there now into a folder of this host. */
  public void copyOut(Path folder) {
    copy(container.id() + ":" + certificatePath(), folder.resolve(KeyedCertificate.CERTIFICATE));
    copy(container.id() + ":" + keyPath(), folder.resolve(KeyedCertificate.KEY));
  }

  private void copy(String from, Path to) {
    run("cp", "--follow-link", from, to.toString());
  }

  /**
   * Puts {@code cert.pem} and {@code key.pem} of a folder in the place of those that are there: by
   * renaming within the volume while it runs, so that nobody sees one half.
   */
  public void put(Path folder) {
    String fresh = isRunning() ? ".new" : "";
    copyIn(folder.resolve(KeyedCertificate.CERTIFICATE), certificatePath() + fresh);
    copyIn(folder.resolve(KeyedCertificate.KEY), keyPath() + fresh);
    if (isRunning()) {
      shell("mv -f \"$1.new\" \"$1\" && mv -f \"$2.new\" \"$2\"", certificatePath(), keyPath());
    }
  }

  private void copyIn(Path from, String to) {
    run("cp", from.toString(), container.id() + ":" + to);
  }

  /** The volume that certificates are in, or the host's folder; empty if there is neither. */
  public String volume() {
    return container.mounts().entrySet().stream()
        .filter(each -> USUAL.equals(each.getKey().replaceFirst("/?$", "/")))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("");
  }

  /** Copies a folder of this host, with all below it, to a path of the container. */
  public void putTree(Path folder, String to) {
    run("exec", container.id(), "mkdir", "-p", to);
    run("cp", folder + "/.", container.id() + ":" + to);
  }

  /** Removes one file within the container, if it is there. */
  public void remove(String path) {
    run("exec", container.id(), "rm", "-f", path);
  }

  /**
   * Has the configuration and certificate checked by nginx itself, and read anew. What runs goes on
   * with what it has if they are not right. A container that does not run is started.
   *
   * @throws DockerException with nginx's own words if they are not
   */
  public void reload() {
    if (isRunning()) {
      run("exec", container.id(), "nginx", "-t", "-q");
      run("exec", container.id(), "nginx", "-s", "reload");
    } else {
      run("restart", container.id());
    }
  }

  private void run(String... words) {
    docker.run(DockerCommand.of(words).about(container.project(), SERVICE));
  }

  /**
   * Returns what it serves on this port.
   *
   * @throws UnreachableException if nobody answers with TLS
   */
  public ServedCertificate served() {
    return ServedCertificate.at(address(), name, LOOK);
  }

  /**
   * Waits until it serves this one: old workers answer for a moment after a reload.
   *
   * @return what it serves in the end, if that is another one; null if it serves none
   */
  public Served await(String fingerprint, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    Served last = new Served(false, "nothing");
    while (System.nanoTime() < deadline) {
      last = look(fingerprint);
      if (last.isWanted()) {
        return last;
      }
      Thread.sleep(200);
    }
    return last;
  }

  private Served look(String fingerprint) {
    try {
      ServedCertificate served = served();
      return new Served(served.fingerprint().equals(fingerprint), served.toString());
    } catch (UnreachableException e) {
      return new Served(false, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The certificate that was served at the last look.
   *
   * @param isWanted whether it is the one waited for
   * @param words what it is instead
   */
  public record Served(boolean isWanted, String words) {}

  private InetSocketAddress address() {
    String all = docker.run(DockerCommand.of("port", container.id(), "443/tcp")).text();
    @Nullable String first = all.lines().findFirst().orElse(null);
    if (first == null) {
      throw new UnreachableException(
          "look at the certificate", "nginx publishes no port for HTTPS", null);
    }
    int colon = first.lastIndexOf(':');
    int port = Integer.parseInt(first.substring(colon + 1).strip());
    String bound = first.substring(0, colon).replaceAll("[\\[\\]]", "");
    boolean any = bound.equals("0.0.0.0") || bound.equals("::");
    return new InetSocketAddress(any ? host() : bound, port);
  }

  /** An engine elsewhere publishes its ports there, where users find them by name. */
  private String host() {
    return HostFacts.isLocal(docker) ? "127.0.0.1" : name;
  }
}
