/** Rows of CouchDB's answers, found in bytes without a tree of nodes. */
package io.github.chthosting.couchdb.internal.rows;
