/** Takes instances away. */
package io.github.chthosting.compose.internal.destroy;
