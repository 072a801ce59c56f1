/** How copies of ranges are made, compared and exchanged, over the nodes' own paths. */
package io.github.chthosting.couchdb.internal.shards;
