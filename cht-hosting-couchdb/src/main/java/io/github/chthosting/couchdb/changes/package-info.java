/** The changes feed of a database, pulled row by row. */
package io.github.chthosting.couchdb.changes;
