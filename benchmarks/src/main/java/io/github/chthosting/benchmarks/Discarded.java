package io.github.chthosting.benchmarks;

import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import io.github.chthosting.couchdb.internal.backup.Block;
import io.github.chthosting.couchdb.internal.backup.Blocks;
import io.github.chthosting.couchdb.internal.backup.DocumentSink;
import io.github.chthosting.couchdb.internal.backup.LeafSink;
import io.github.chthosting.couchdb.internal.backup.LineSink;
import io.github.chthosting.couchdb.internal.backup.Tally;

/** Lines that are copied into a block, as for a backup, and then thrown away. */
final class Discarded implements Blocks {
  private final Block block = new Block(Block.SIZE, true);

  static LeafSink sink() {
    LineSink lines = new LineSink(new Discarded(), Kind.DOCUMENTS);
    DocumentSink.Sinks sinks = new DocumentSink.Sinks(lines, lines, lines, lines);
    return new DocumentSink(sinks, (bytes, start, end, from, to) -> bytes, new Tally());
  }

  @Override
  public Block take(Kind kind, int size) {
    block.reset(kind);
    return block;
  }

  @Override
  public void put(Block filled) {}
}
