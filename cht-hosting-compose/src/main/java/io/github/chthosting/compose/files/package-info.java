/** Copies of an instance's files, kept by borg or restic. */
package io.github.chthosting.compose.files;
