/** How backups are written, read, restored and verified. */
package io.github.chthosting.couchdb.internal.backup;
