/** Comparison of a backup with itself and with a live database. */
package io.github.chthosting.couchdb.internal.verify;
