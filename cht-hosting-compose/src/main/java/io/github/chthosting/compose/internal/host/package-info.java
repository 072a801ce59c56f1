/** Observation of a host, and its findings. */
package io.github.chthosting.compose.internal.host;
