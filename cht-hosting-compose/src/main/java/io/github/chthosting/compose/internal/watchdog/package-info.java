/** Configures and starts CHT Watchdog. */
package io.github.chthosting.compose.internal.watchdog;
