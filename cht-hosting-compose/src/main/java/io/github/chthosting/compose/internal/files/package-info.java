/** Runs borg and restic, and restores what they kept. */
package io.github.chthosting.compose.internal.files;
