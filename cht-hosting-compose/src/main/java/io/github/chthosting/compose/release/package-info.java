/** The CHT's own compose files, by version: where they come from, and what they ask for. */
package io.github.chthosting.compose.release;
