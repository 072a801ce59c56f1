package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.store.PurgeRequest;
import io.github.chthosting.testkit.internal.store.Rev;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Purges all copies that answer, each shard in one go, and counts. */
final class QuorumPurge {
  private final ShardSelection selection;
  private final Quorum quorum;
  private final Map<OpenShard, List<PurgeRequest>> batches = new LinkedHashMap<>();
  private boolean tooFew;

  QuorumPurge(ShardSelection selection, Quorum quorum) {
    this.selection = selection;
    this.quorum = quorum;
  }

  /** The revisions that went, request by request. */
  List<List<Rev>> purge(List<PurgeRequest> requests) {
    requests.forEach(this::assign);
    Map<PurgeRequest, List<Rev>> purged = new LinkedHashMap<>();
    batches.forEach(
        (shard, batch) -> {
          List<List<Rev>> here = shard.file().purge(batch);
          for (int i = 0; i < batch.size(); i++) {
            purged.merge(batch.get(i), here.get(i), (a, b) -> a.isEmpty() ? b : a);
          }
        });
    return requests.stream().map(purged::get).toList();
  }

  private void assign(PurgeRequest request) {
    List<OpenShard> copies = selection.ofDocument(request.id());
    if (copies.isEmpty()) {
      throw new ApiException(500, "error", "read_failure");
    }
    tooFew |= copies.size() < quorum.write(selection.map());
    copies.forEach(copy -> batches.computeIfAbsent(copy, key -> new ArrayList<>()).add(request));
  }

  /** Returns whether fewer copies than asked for were purged. */
  boolean isShort() {
    return tooFew;
  }
}
