package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.store.ChangesCursor;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Changes of all shards, one shard in turn with the others. */
final class MergedChanges implements ChangesCursor {

  /** One shard's changes, and how far they were read. */
  private static final class Feed {
    private final OpenShard shard;
    private final ChangesCursor cursor;
    private final long start;
    private long position;

    Feed(SequenceResolver.Start start, boolean descending) {
      shard = start.shard();
      this.start = start.sequence();
      position = descending ? shard.file().sequence() : start.sequence();
      cursor = shard.file().changes(String.valueOf(start.sequence()), descending);
    }

    @Nullable StoredDocument next() {
      StoredDocument document = cursor.next();
      if (document != null) {
        position = document.seq();
      }
      return document;
    }

    PackedSequence.Part part() {
      return position == 0 && start == 0
          ? new PackedSequence.Part(shard.copy().node(), shard.copy().range(), 0, null, false, null)
          : shard.part(position);
    }
  }

  private final List<Feed> feeds = new ArrayList<>();
  private final List<Feed> unread;
  private int turn;

  MergedChanges(List<SequenceResolver.Start> starts, boolean descending) {
    starts.forEach(start -> feeds.add(new Feed(start, descending)));
    unread = new ArrayList<>(feeds);
  }

  @Override
  public @Nullable StoredDocument next() {
    while (!unread.isEmpty()) {
      turn = turn % unread.size();
      StoredDocument document = unread.get(turn).next();
      if (document != null) {
        turn++;
        return document;
      }
      unread.remove(turn);
    }
    return null;
  }

  @Override
  public JsonNode seq() {
    List<PackedSequence.Part> parts = feeds.stream().map(Feed::part).toList();
    return StringNode.valueOf(new PackedSequence(parts).toString());
  }

  @Override
  public long pending() {
    return feeds.stream().mapToLong(feed -> feed.cursor.pending()).sum();
  }
}
