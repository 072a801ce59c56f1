/**
 * Upkeep that keeps a CouchDB small, fast and ready: fragmentation, compaction, clean-up, the
 * automatic compaction's state, and indexes while they are built.
 */
package io.github.chthosting.couchdb.maintenance;
