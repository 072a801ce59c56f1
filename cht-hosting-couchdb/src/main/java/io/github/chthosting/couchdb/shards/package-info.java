/** The map of a database: its ranges, and the nodes that hold a copy of each. */
package io.github.chthosting.couchdb.shards;
