package io.github.chthosting.compose.internal.upgrade;

/**
 * A disk that holds data of CouchDB, as its nodes see it.
 *
 * @param name of the disk: its device
 * @param used bytes of databases and indexes, of all nodes that are on it
 * @param free bytes
 */
record DataDisk(String name, long used, long free) {

  /** Returns what both nodes have on the same disk. */
  DataDisk and(DataDisk other) {
    return new DataDisk(name, used + other.used, Math.min(free, other.free));
  }
}
