package io.github.chthosting.couchdb.maintenance;

/**
 * How many bytes are free for CouchDB's data. CouchDB itself does not tell, so who calls knows: by
 * {@code Files.getFileStore(data).getUsableSpace()} on the same machine, by an agent on another. Of
 * several nodes the one with the least counts.
 */
@FunctionalInterface
public interface FreeDisk {
  /** Bytes free now. Asked before each compaction or index. */
  long bytes();
}
