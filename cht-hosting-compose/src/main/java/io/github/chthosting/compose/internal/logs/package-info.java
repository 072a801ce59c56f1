/** Logs of several containers as one. */
package io.github.chthosting.compose.internal.logs;
