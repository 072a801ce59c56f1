/** Replication over HTTP: {@code _replicate}, and the documents of {@code _replicator}. */
@NullMarked
package io.github.chthosting.testkit.internal.replication;

import org.jspecify.annotations.NullMarked;
