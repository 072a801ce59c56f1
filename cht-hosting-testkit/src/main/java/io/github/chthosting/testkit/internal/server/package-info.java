/** Endpoints of a node beside documents: configuration, set-up, sessions, databases, shards. */
@NullMarked
package io.github.chthosting.testkit.internal.server;

import org.jspecify.annotations.NullMarked;
