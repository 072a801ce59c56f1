package io.github.chthosting.platform;

/** The log levels of the CHT's services, in words that CouchDB and the CHT share. */
public enum LogLevel {
  ERROR("error"),
  WARNING("warning"),
  INFO("info"),
  DEBUG("debug");

  private final String couchdb;

  LogLevel(String couchdb) {
    this.couchdb = couchdb;
  }

  /** Returns the level in the spelling of CouchDB's {@code log/level}. */
  public String couchdb() {
    return couchdb;
  }

  /** Returns the level in the spelling of api and sentinel ({@code LOG_LEVEL}). */
  public String service() {
    return this == WARNING ? "warn" : couchdb;
  }
}
