package io.github.chthosting.compose.testing;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Small images on an engine, under the names that {@link TestRelease} asks for: {@code
 * REPOSITORY/cht-nginx:5.0.2} and so on. nginx and haproxy are this machine's real ones, CouchDB is
 * the embedded one, the others are small programs that need what the CHT's need. Nothing is pulled.
 *
 * <p>They are built once an engine: the repository has a hash of all content in its name. The first
 * build takes about 20 seconds, a further version a few, a second call one command.
 */
public final class TestImages {
  private static final String LABEL = "io.github.chthosting.test-images";
  private static final Duration BUILD = Duration.ofMinutes(5);

  private final DockerCli docker;
  private final RootFilesystem files = new RootFilesystem();
  private final String hash = files.hash();
  private final Set<String> built = new HashSet<>();

  private TestImages(DockerCli docker) {
    this.docker = docker;
  }

  /** The images on that engine; builds what all images share. */
  public static TestImages on(DockerCli docker) {
    TestImages images = new TestImages(docker);
    images.locked(images::base);
    return images;
  }

  /**
   * The part of an image's name before {@code /cht-nginx:5.0.2}. Its host cannot exist, so that no
   * pull succeeds.
   */
  public String repository() {
    return "cht-test-" + hash.substring(0, 12) + ".invalid/medic";
  }

  /** The full name of a service's image. */
  public String name(String service, String version) {
    return repository() + "/cht-" + service + ":" + version;
  }

  /** The name of the upgrade service's image. */
  public String upgradeService() {
    return name("upgrade-service", "latest");
  }

  /** Builds the images of a version, and the upgrade service's, where they are missing. */
  public TestImages build(String version) {
    locked(
        folder -> {
          for (String service : services(version)) {
            build(folder, service, version, "CMD [\"/opt/cht/bin/" + script(service) + ".sh\"]");
          }
          upgrade(folder.resolve("upgrade"));
        });
    return this;
  }

  /**
   * Builds a version of which one service ends as soon as it starts, saying {@code made to fail},
   * so that its container is in a restart loop. No other test may build that version as it should
   * be: images are built once.
   */
  public TestImages buildFailing(String version, String failing) {
    String end = "CMD [\"/bin/sh\", \"-c\", \"echo made to fail >&2; exit 1\"]";
    locked(folder -> build(folder, failing, version, end));
    return build(version);
  }

  /**
   * Builds an image of the real certbot, as Debian has it.
   *
   * @return its name
   */
  public String certbot() {
    return program("certbot", CertbotProgram::copy, "ENTRYPOINT [\"/usr/bin/certbot\"]");
  }

  /**
   * Builds an image of Let's Encrypt's own test authority, which runs what it is told to.
   *
   * @return its name
   */
  public String pebble() {
    return program("pebble", TestImages::pebble, "CMD [\"/bin/sh\"]");
  }

  private static void pebble(Path root) throws IOException {
    Programs.copy(Programs.find("pebble"), root);
    Programs.copy(Programs.find("pebble-challtestsrv"), root);
  }

  private String program(String program, Work files, String start) {
    String name = repository() + "/" + program + ":latest";
    locked(
        folder -> {
          if (!built.contains(name)) {
            files.run(Files.createDirectories(folder.resolve(program).resolve("root")));
            String text = "FROM %s\nCOPY root/ /\n%s\n".formatted(base(), start);
            image(folder.resolve(program), name, text);
          }
        });
    return name;
  }

  /** The services of that version that have an image of its own version, as images name them. */
  public static List<String> services(String version) {
    List<String> services =
        new ArrayList<>(
            List.of("nginx", "haproxy", "haproxy-healthcheck", "api", "sentinel", "couchdb"));
    if (ChtVersion.of(version).isAtLeast(5, 0)) {
      services.add("couchdb-nouveau");
    }
    return services;
  }

  private static String script(String service) {
    return switch (service) {
      case "haproxy-healthcheck" -> "healthcheck";
      case "couchdb-nouveau" -> "nouveau";
      default -> service;
    };
  }

  private String base() {
    return name("base", "1");
  }

  private void base(Path folder) throws IOException {
    String all =
        docker
            .run(
                DockerCommand.of(
                    "images",
                    "--filter",
                    "label=" + LABEL + "=" + hash,
                    "--format",
                    "{{.Repository}}:{{.Tag}}"))
            .text();
    built.addAll(all.lines().toList());
    if (built.contains(base())) {
      return;
    }
    discardOld();
    files.write(folder.resolve("root"));
    image(
        folder,
        base(),
        """
        FROM scratch
        COPY root/ /
        RUN ["/opt/cht/bin/archive.sh"]
        ENV OPENSSL_CONF=/opt/cht/bin/openssl.cnf
        """);
  }

  /** Deletes the images of other states of the code, if nothing uses them any more. */
  private void discardOld() {
    docker.run(
        DockerCommand.of(
            "image",
            "prune",
            "--force",
            "--all",
            "--filter",
            "label=" + LABEL,
            "--filter",
            "until=6h"));
  }

  private void build(Path folder, String service, String version, String command)
      throws IOException {
    String name = name(service, version);
    if (!built.contains(name)) {
      String stop = stop(service);
      image(
          folder,
          name,
          "FROM %s\nENV CHT_VERSION=%s\n%s%s\n".formatted(base(), version, stop, command));
    }
  }

  /**
   * The stop signal of the images that the CHT's are made from; haproxy as first process ignores
   * SIGTERM.
   */
  private static String stop(String service) {
    return switch (service) {
      case "nginx" -> "STOPSIGNAL SIGQUIT\n";
      case "haproxy" -> "STOPSIGNAL SIGUSR1\n";
      default -> "";
    };
  }

  private void upgrade(Path folder) throws IOException {
    if (built.contains(upgradeService())) {
      return;
    }
    Path root = folder.resolve("root");
    Path docker = Programs.find("docker");
    Programs.copy(docker, root);
    Path plugin = root.resolve("usr/libexec/docker/cli-plugins/docker-compose");
    Programs.copyTree(composePlugin(), plugin);
    Programs.libraries(composePlugin(), root);
    image(
        folder,
        upgradeService(),
        "FROM %s\nCOPY root/ /\nCMD [\"/opt/cht/bin/upgrade-service.sh\"]\n".formatted(base()));
  }

  private static Path composePlugin() {
    return List.of(
            Path.of(System.getProperty("user.home"), ".docker/cli-plugins/docker-compose"),
            Path.of("/usr/local/lib/docker/cli-plugins/docker-compose"),
            Path.of("/usr/local/libexec/docker/cli-plugins/docker-compose"),
            Path.of("/usr/lib/docker/cli-plugins/docker-compose"),
            Path.of("/usr/libexec/docker/cli-plugins/docker-compose"))
        .stream()
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("Compose's plugin is not installed"));
  }

  private void image(Path folder, String name, String dockerfile) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(
        folder.resolve("Dockerfile"), dockerfile + "LABEL " + LABEL + "=" + hash + "\n");
    docker.run(
        DockerCommand.of("build", "--quiet", "--tag", name, folder.toString()).timeLimit(BUILD));
    built.add(name);
  }

  /** Work on images, with an empty folder of its own. */
  @FunctionalInterface
  private interface Work {
    void run(Path folder) throws IOException;
  }

  /** Two processes that build the same would only build it twice. */
  private synchronized void locked(Work work) {
    Path file = Path.of(System.getProperty("java.io.tmpdir"), "cht-test-images.lock");
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      assert lock.isValid();
      Path folder = Files.createTempDirectory("cht-images");
      try {
        work.run(folder);
      } finally {
        Programs.deleteTree(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
