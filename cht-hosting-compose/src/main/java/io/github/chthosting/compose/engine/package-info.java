/** The {@code docker} and {@code docker compose} commands, run without a shell. */
package io.github.chthosting.compose.engine;
