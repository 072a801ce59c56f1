/**
 * Replication between databases: CouchDB's own jobs and what they are really doing, replication by
 * this process, and the proof that two sides are equal.
 */
package io.github.chthosting.couchdb.replication;
