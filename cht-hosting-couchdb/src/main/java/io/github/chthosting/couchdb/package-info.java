/** The CouchDB client: server, databases, documents, node configuration. */
package io.github.chthosting.couchdb;
