/** What is observed of a host, and the findings. */
package io.github.chthosting.compose.internal.host;
