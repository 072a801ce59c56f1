package io.github.chthosting.couchdb.migration;

/**
 * Something to know before a migration.
 *
 * @param level how bad
 * @param what was found, and what to do
 */
public record MigrationFinding(Level level, String what) {

  /** How bad it is. */
  public enum Level {
    /** As it should be. */
    FINE,
    /** To be known. */
    NOTE,
    /** Do something about it first. */
    STOP
  }

  @Override
  public String toString() {
    return "%-5s %s".formatted(level, what);
  }
}
