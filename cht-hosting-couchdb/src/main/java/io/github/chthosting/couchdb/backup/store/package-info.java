/** Stores of backups, and the manifests that lie in them. */
package io.github.chthosting.couchdb.backup.store;
