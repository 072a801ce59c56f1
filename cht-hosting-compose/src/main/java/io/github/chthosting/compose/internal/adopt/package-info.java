/** Findings about installations made by hand, and the plan of what they lack. */
package io.github.chthosting.compose.internal.adopt;
