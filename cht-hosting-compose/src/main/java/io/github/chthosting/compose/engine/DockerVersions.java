package io.github.chthosting.compose.engine;

/**
 * What runs here.
 *
 * @param client of the {@code docker} command
 * @param engine of the daemon
 * @param api that both agreed on
 * @param compose of {@code docker compose}, 2 or later
 */
public record DockerVersions(String client, String engine, String api, String compose) {}
