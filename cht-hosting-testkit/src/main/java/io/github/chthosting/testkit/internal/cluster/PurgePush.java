package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.store.JsonBody;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import io.github.chthosting.testkit.internal.store.LocalDocument;
import io.github.chthosting.testkit.internal.store.PurgeRequest;
import java.util.List;
import java.util.function.Predicate;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Purges of one file that a copy of it has not done, carried before any change is (mem3_rep.erl:
 * {@code pull_purges}, {@code push_purges}). How far that came is a {@code _local/purge-mem3-…}
 * document of the file that has them.
 */
record PurgePush(LocalDatabase from, String fromNode, LocalDatabase to, String toNode) {

  /** Carries those of the ids that belong to the copy. */
  void run(Predicate<String> belongs) {
    long through = from.purgeSequence();
    List<PurgeRequest> purges =
        from.purgesSince(start()).stream().filter(purge -> belongs.test(purge.id())).toList();
    if (!purges.isEmpty()) {
      to.replicatePurges(purges);
      save(through);
    }
  }

  private String id() {
    return "_local/purge-mem3-" + to.uuid() + "-" + from.uuid();
  }

  private long start() {
    return from.local(id())
        .map(found -> found.body().tree().path("purge_seq").asLong(0))
        .orElse(0L);
  }

  private void save(long sequence) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("type", "internal_replication").put("purge_seq", sequence);
    body.put("source", fromNode).put("target", toNode);
    String rev = from.local(id()).map(LocalDocument::rev).orElse(null);
    from.writeLocal(id(), rev, JsonBody.of(body));
  }
}
