/** A CHT on Docker Compose as it is wanted and as it lies on its host, and the choices of plans. */
package io.github.chthosting.compose.deployment;
