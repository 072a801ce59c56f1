package io.github.chthosting.compose.deployment;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A Postgres database that a CHT's documents are copied into, and how far that is: for the exporter
 * of Watchdog.
 *
 * @param name by which the measurements call it, such as {@code postgres-prod}
 * @param host that Watchdog's containers reach
 * @param port of Postgres. 5432 by default
 * @param database its name
 * @param user that may read; no more is needed
 * @param passwordFile a file of mode 600 or 400 whose first line is the user's password
 * @param filler what fills it
 * @param sslMode as Postgres names it: {@code disable}, {@code require}, {@code verify-full}.
 *     {@code require} by default
 */
public record PostgresTarget(
    String name,
    String host,
    int port,
    String database,
    String user,
    Path passwordFile,
    Filler filler,
    String sslMode) {
  private static final String WORD = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

  /** The programs that copy documents into a Postgres. */
  public enum Filler {
    /** The program CHT Sync. */
    CHT_SYNC("cht-sync", "cht_sync_collector.yml"),
    /** The predecessor of cht-sync. */
    COUCH2PG("couch2pg", "couch2pg_collector.yml");

    private final String collector;
    private final String file;

    Filler(String collector, String file) {
      this.collector = collector;
      this.file = file;
    }

    /** Returns the collector of the release that knows its tables. */
    public String collector() {
      return collector;
    }

    /** Returns the release's file with that collector, in {@code exporters/postgres}. */
    public String file() {
      return file;
    }
  }

  /** Throws IllegalArgumentException with every problem at once. */
  public PostgresTarget {
    passwordFile = passwordFile.toAbsolutePath().normalize();
    List<String> problems = new ArrayList<>();
    word("name", name, problems);
    word("database", database, problems);
    if (!host.matches(WORD) && !host.matches("\\[[0-9a-fA-F:]+]")) {
      problems.add("'" + host + "' is not a host name");
    }
    if (port < 1 || port > 65_535) {
      problems.add(port + " is not a port");
    }
    if (user.isBlank()) {
      problems.add("there is no user");
    }
    if (!List.of("disable", "require", "verify-ca", "verify-full").contains(sslMode)) {
      problems.add("'" + sslMode + "' is not an sslmode");
    }
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException("Postgres " + name + ": " + String.join("; ", problems));
    }
  }

  /** Returns a target that CHT Sync fills, on the usual port, with TLS. */
  public static PostgresTarget of(
      String name, String host, String database, String user, Path passwordFile) {
    return new PostgresTarget(
        name, host, 5432, database, user, passwordFile, Filler.CHT_SYNC, "require");
  }

  private static void word(String what, String text, List<String> problems) {
    if (!text.matches(WORD)) {
      problems.add("'" + text + "' is not a " + what);
    }
  }
}
