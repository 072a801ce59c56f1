package io.github.chthosting.testkit.internal.store;

/** One shard file. Implements {@link DocumentStore}. */
public abstract class LocalDatabase implements DocumentStore {}
