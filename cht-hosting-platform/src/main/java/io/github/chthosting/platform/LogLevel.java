package io.github.chthosting.platform;

/** How much the CHT's services log, in words that CouchDB and the CHT share. */
public enum LogLevel {
  ERROR("error"),
  WARNING("warning"),
  INFO("info"),
  DEBUG("debug");

  private final String couchdb;

  LogLevel(String couchdb) {
    this.couchdb = couchdb;
  }

  /** As CouchDB's {@code log/level} spells it. */
  public String couchdb() {
    return couchdb;
  }

  /** As api and sentinel spell it ({@code LOG_LEVEL}). */
  public String service() {
    return this == WARNING ? "warn" : couchdb;
  }
}
