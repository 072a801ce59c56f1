/** Writing, reading and checking of the files of a backup. */
package io.github.chthosting.couchdb.internal.backup;
