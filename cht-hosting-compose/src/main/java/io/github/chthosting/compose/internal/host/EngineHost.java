package io.github.chthosting.compose.internal.host;

import io.github.chthosting.compose.engine.DockerCli;
import io.github.chthosting.compose.engine.DockerCommand;
import io.github.chthosting.plan.PlanRefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The host that an engine runs on: asked once, and then handed on. A plain value.
 *
 * @param address of the engine, as {@link DockerCli#address}
 * @param name of its host, as the engine says
 */
public record EngineHost(String address, String name) {

  /**
   * Asks the command and the engine. Changes nothing.
   *
   * @throws io.github.chthosting.compose.engine.DockerException if the engine cannot be asked
   */
  public static EngineHost of(DockerCli docker) {
    return new EngineHost(docker.address(), name(docker));
  }

  static String name(DockerCli docker) {
    return docker.run(DockerCommand.of("info", "--format", "{{.Name}}")).text().strip();
  }

  /**
   * Returns whether it is this host, so that its folders and ports are this one's: the engine is
   * not reached over a network, and its host has this one's name.
   */
  public boolean isLocal() {
    return !isRemote(address) && name.equals(hostName());
  }

  /** Many hosts have the same name, "localhost" or "ubuntu": the way to them tells them apart. */
  public static boolean isRemote(String address) {
    if (!address.matches("(ssh|tcp|https?)://.*")) {
      return false;
    }
    String host = String.valueOf(URI.create(address).getHost());
    return !host.matches("localhost|127\\..*|\\[::1\\]");
  }

  /**
   * Refuses what is done with files of the engine's host where that is another one: no engine does
   * it for others, and the folder of that path here is another one.
   *
   * @param plan what is refused
   * @throws PlanRefusedException if the engine is elsewhere
   */
  public void requireLocal(String plan) {
    if (!isLocal()) {
      throw new PlanRefusedException(
          plan,
          List.of(
              "the engine runs on %s, and this needs files on that host: run it there"
                  .formatted(name)));
    }
  }

  /** The path of the engine's socket; empty if the command talks to it by other means. */
  public String socket() {
    return address.startsWith("unix://") ? address.substring("unix://".length()) : "";
  }

  private static String hostName() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
    } catch (IOException e) {
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException unknown) {
        return "";
      }
    }
  }
}
