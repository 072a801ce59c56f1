/** A cluster as it is: its nodes, and which of them holds which range of a database. */
package io.github.chthosting.couchdb.cluster;
