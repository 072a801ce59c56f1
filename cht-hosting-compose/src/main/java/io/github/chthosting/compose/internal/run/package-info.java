/** Starts, stops and verifies instances. */
package io.github.chthosting.compose.internal.run;
