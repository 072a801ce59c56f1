/** Making, comparing and exchanging of the copies of ranges, over the nodes' own paths. */
package io.github.chthosting.couchdb.internal.shards;
