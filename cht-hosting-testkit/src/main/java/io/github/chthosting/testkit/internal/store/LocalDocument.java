package io.github.chthosting.testkit.internal.store;

/**
 * A {@code _local/…} document, which has no history.
 *
 * @param id with its {@code _local/}
 * @param rev {@code 0-1}, {@code 0-2}, …
 */
public record LocalDocument(String id, String rev, JsonBody body) {}
