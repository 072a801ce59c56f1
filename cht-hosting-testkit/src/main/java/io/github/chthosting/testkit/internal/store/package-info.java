/** Revision trees, shard files and what document endpoints are written against. */
@NullMarked
package io.github.chthosting.testkit.internal.store;

import org.jspecify.annotations.NullMarked;
