/** Restoring of backups. */
package io.github.chthosting.couchdb.internal.restore;
