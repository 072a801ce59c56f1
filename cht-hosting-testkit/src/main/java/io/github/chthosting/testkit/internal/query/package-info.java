/** Views and Mango queries. */
@NullMarked
package io.github.chthosting.testkit.internal.query;

import org.jspecify.annotations.NullMarked;
