package io.github.chthosting.compose.engine;

/**
 * The versions of the command, the engine and Compose.
 *
 * @param client of the {@code docker} command
 * @param engine of the daemon; {@code Podman 4.3.1} where it is that
 * @param api that both agreed on
 * @param compose of {@code docker compose}, 2 or later
 */
public record DockerVersions(String client, String engine, String api, String compose) {
  static final String PODMAN = "Podman ";

  /** Returns whether it only answers as Docker does. */
  public boolean isPodman() {
    return engine.startsWith(PODMAN);
  }
}
