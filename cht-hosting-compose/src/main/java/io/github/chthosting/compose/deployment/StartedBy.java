package io.github.chthosting.compose.deployment;

/** The program that starts the CHT's containers. */
public enum StartedBy {
  /**
   * The CHT's upgrade service, as its Docker guide has it; it can be upgraded from its own pages.
   */
  STANDARD,
  /**
   * The containers are started by this library, with {@code docker compose}; there is no upgrade
   * service.
   */
  DIRECT
}
