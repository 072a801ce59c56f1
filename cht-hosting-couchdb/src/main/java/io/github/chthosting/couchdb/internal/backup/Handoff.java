package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Kind;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bounded number of blocks that go round between those who fill them and the one who writes them.
 * A side that is too fast waits. Thread-safe.
 */
public final class Handoff implements Blocks {
  private final BlockingQueue<Block> empty;
  private final BlockingQueue<Block> full;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  public Handoff(int blocks) {
    empty = new ArrayBlockingQueue<>(blocks);
    full = new ArrayBlockingQueue<>(blocks + 1);
    for (int i = 0; i < blocks; i++) {
      empty.add(new Block(Block.SIZE, true));
    }
  }

  @Override
  public Block take(Kind kind, int size) throws IOException {
    Block block = size > Block.SIZE ? new Block(size, false) : poll(empty);
    block.reset(kind);
    return block;
  }

  @Override
  public void put(Block block) throws IOException {
    try {
      while (!full.offer(block, 100, TimeUnit.MILLISECONDS)) {
        requireWriter();
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** The next filled block, or null when nothing will come any more. For the writer. */
  @Nullable Block next() throws IOException {
    try {
      while (true) {
        // Read before the queue: what was put before the closing must not be missed.
        boolean last = closed;
        Block block = full.poll(last ? 0 : 100, TimeUnit.MILLISECONDS);
        if (block != null || last) {
          return block;
        }
      }
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  /** Gives a written block back. For the writer. */
  void recycle(Block block) {
    if (block.pooled()) {
      empty.add(block);
    }
  }

  /** Says that no block will be put any more. */
  void close() {
    closed = true;
  }

  /** Says that the writer has ended, and why. */
  void fail(Throwable cause) {
    failure = cause;
  }

  private Block poll(BlockingQueue<Block> queue) throws IOException {
    try {
      Block block;
      while ((block = queue.poll(100, TimeUnit.MILLISECONDS)) == null) {
        requireWriter();
      }
      requireWriter();
      return block;
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void requireWriter() throws IOException {
    Throwable cause = failure;
    if (cause != null) {
      throw new WriterFailedException(cause);
    }
  }

  private static InterruptedIOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  /** The writer's failure, seen by one who waits for it. */
  static final class WriterFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    WriterFailedException(Throwable cause) {
      super("the writer failed", cause);
    }
  }
}
