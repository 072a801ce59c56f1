/** Functions in Java that stand for the JavaScript of design documents. */
@NullMarked
package io.github.chthosting.testkit.function;

import org.jspecify.annotations.NullMarked;
