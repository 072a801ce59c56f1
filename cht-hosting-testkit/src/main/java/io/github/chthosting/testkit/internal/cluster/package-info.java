/** Nodes, shard maps, and databases that are spread over nodes. */
@NullMarked
package io.github.chthosting.testkit.internal.cluster;

import org.jspecify.annotations.NullMarked;
