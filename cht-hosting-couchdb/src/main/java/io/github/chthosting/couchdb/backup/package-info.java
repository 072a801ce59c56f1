/**
 * Backup of databases with every leaf revision and its history, restore into another cluster, and
 * the proof that both are the same. The format is described in {@code docs/backup-format.md}.
 */
package io.github.chthosting.couchdb.backup;
