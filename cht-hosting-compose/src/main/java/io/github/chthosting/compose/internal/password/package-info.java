/** Steps about passwords. */
@org.jspecify.annotations.NullMarked
package io.github.chthosting.compose.internal.password;
