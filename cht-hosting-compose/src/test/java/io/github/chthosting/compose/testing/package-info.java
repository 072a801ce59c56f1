/**
 * Small images under the CHT's names that behave as its services do, and release files for them.
 */
@org.jspecify.annotations.NullMarked
package io.github.chthosting.compose.testing;
