/** Runnable examples, one class for each: {@code examples/run NAME}. */
@NullMarked
package io.github.chthosting.examples;

import org.jspecify.annotations.NullMarked;
