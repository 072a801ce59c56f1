package io.github.chthosting.couchdb.maintenance;

/**
 * A measure of the bytes that are free for CouchDB's data. CouchDB itself does not tell, so who
 * calls knows: by {@code Files.getFileStore(data).getUsableSpace()} on the same machine, by an
 * agent on another. Of several nodes the one with the least counts.
 */
@FunctionalInterface
public interface FreeDisk {
  /** Returns the bytes free now. Asked before each compaction or index. */
  long bytes();
}
