package io.github.chthosting.testkit.internal.store;

/** A body in a shard's file. */
record LogBody(ShardLog log, long offset, int length) implements RevisionLeaf.JsonSource {

  @Override
  public JsonBody load() {
    return new JsonBody(log.read(offset, length));
  }
}
