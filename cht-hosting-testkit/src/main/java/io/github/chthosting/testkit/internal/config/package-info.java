/** The configuration of a node. */
@NullMarked
package io.github.chthosting.testkit.internal.config;

import org.jspecify.annotations.NullMarked;
