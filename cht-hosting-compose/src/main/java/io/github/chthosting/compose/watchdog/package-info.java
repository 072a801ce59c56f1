/** CHT Watchdog: monitoring and alerts for several CHTs, on a host of its own. */
package io.github.chthosting.compose.watchdog;
