/** How backups are restored. */
package io.github.chthosting.couchdb.internal.restore;
