package io.github.chthosting.compose.internal.upgrade;

/**
 * A file as it was when a plan was made.
 *
 * @param name that the installation has for it
 * @param sha256 of its text
 */
public record FileHash(String name, String sha256) {}
