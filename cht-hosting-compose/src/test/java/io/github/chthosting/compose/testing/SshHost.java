package io.github.chthosting.compose.testing;

import io.github.chthosting.compose.engine.DockerCli;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * An SSH server on the loopback that leads to this host, with keys of its own, and a {@code docker}
 * whose {@code ssh} uses them. Its user is this process's; as root, it needs nothing of the
 * machine's configuration. Close it.
 */
public final class SshHost implements AutoCloseable {
  private static final long LIMIT_MILLIS = 20_000;

  private final Path folder;
  private final int port = TestProjects.freePort();
  private final String user = System.getProperty("user.name");
  private final Process daemon;

  /** Starts one whose files are in {@code folder}. */
  public SshHost(Path folder) throws IOException, InterruptedException {
    this.folder = Files.createDirectories(folder).toRealPath();
    for (String name : new String[] {"host", "mine"}) {
      String key = this.folder.resolve(name).toString();
      Programs.output("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key);
    }
    write("sshd_config", configuration());
    write("known", "[127.0.0.1]:" + port + " " + Files.readString(this.folder.resolve("host.pub")));
    // sshd wants it to be there, and Debian makes it when its own starts.
    Files.createDirectories(Path.of("/run/sshd"));
    daemon =
        new ProcessBuilder(Programs.find("sshd").toString(), "-D", "-e", "-f", file("sshd_config"))
            .redirectErrorStream(true)
            .redirectOutput(this.folder.resolve("log").toFile())
            .start();
    await();
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private String configuration() {
    String socket = URI.create(System.getenv("DOCKER_TEST_HOST")).toString();
    return """
        ListenAddress 127.0.0.1
        Port %d
        HostKey %s
        AuthorizedKeysFile %s
        PidFile none
        StrictModes no
        UsePAM no
        PasswordAuthentication no
        KbdInteractiveAuthentication no
        PermitRootLogin prohibit-password
        SetEnv DOCKER_HOST=%s
        """
        .formatted(port, file("host"), file("mine.pub"), socket);
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private void await() throws IOException, InterruptedException {
    long deadline = System.currentTimeMillis() + LIMIT_MILLIS;
    while (daemon.isAlive() && System.currentTimeMillis() < deadline) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
        if (socket.isConnected()) {
          return;
        }
      } catch (IOException e) {
        Thread.sleep(50);
      }
    }
    close();
    throw new IllegalStateException(
        "sshd does not listen: " + Files.readString(folder.resolve("log")));
  }

  /** The address under that name, which leads here whatever it is. */
  public URI address(String name) {
    return URI.create("ssh://" + user + "@" + name + ":" + port);
  }

  /** A {@code docker} that shows this key; another key than "mine" is not let in. */
  public DockerCli.Builder docker(String key) throws IOException {
    Path place = Files.createDirectories(folder.resolve("bin-" + key));
    program(
        place.resolve("ssh"),
        "exec %s -F none -o HostName=127.0.0.1 -i %s -o IdentitiesOnly=yes -o BatchMode=yes -o UserKnownHostsFile=%s -o StrictHostKeyChecking=yes \"$@\""
            .formatted(Programs.find("ssh"), file(key), file("known")));
    Path docker =
        program(
            place.resolve("docker"),
            "PATH=%s:$PATH exec %s \"$@\"".formatted(place, Programs.find("docker")));
    return DockerCli.builder().program(docker.toString()).configuration(folder.resolve("docker"));
  }

  private static Path program(Path file, String body) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + body + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  @Override
  public void close() {
    daemon.descendants().forEach(ProcessHandle::destroy);
    daemon.destroy();
  }
}
