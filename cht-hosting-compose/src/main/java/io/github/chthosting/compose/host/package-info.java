/** Whether a host can run an instance: what is observed, and what is found. */
package io.github.chthosting.compose.host;
