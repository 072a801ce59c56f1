/** Steps about certificates. */
@org.jspecify.annotations.NullMarked
package io.github.chthosting.compose.internal.tls;
