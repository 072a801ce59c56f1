package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The writes of one shard: what is kept is seen after that. Used under the shard's lock. */
final class ShardWrites {
  private final ShardState state;
  private final ShardSettings settings;
  private final Persistence persistence;
  private boolean functionsKnown;

  ShardWrites(ShardState state, ShardSettings settings, Persistence persistence) {
    this.state = state;
    this.settings = settings;
    this.persistence = persistence;
  }

  List<WriteResult> edit(List<DocumentEdit> edits, boolean replicated, Validation validation) {
    BatchRules rules = new BatchRules(replicated, validation, functionsKnown, settings.revsLimit());
    EditBatch batch = new EditBatch(edits, rules, state::get, state.seq());
    try {
      batch.run();
    } finally {
      functionsKnown = batch.functionsKnown(functionsKnown);
    }
    store(batch.changed());
    return batch.results();
  }

  private void store(List<DocumentRecord> changed) {
    if (!changed.isEmpty()) {
      persistence.write(changed, List.of()).forEach(state::put);
      state.publish(changed.get(changed.size() - 1).seq());
    }
  }

  /** Writes a local document, or deletes it where there is no body; returns its new revision. */
  String local(String id, @Nullable String rev, @Nullable JsonBody body) {
    if (body == null) {
      return deleteLocal(id);
    }
    LocalDocument fresh = new LocalDocument(id, LocalDocument.revAfter(rev), body);
    persistence.local(fresh, false);
    state.locals().put(id, fresh);
    return fresh.rev();
  }

  private String deleteLocal(String id) {
    LocalDocument old = state.locals().get(id);
    if (old == null) {
      throw ApiException.notFound("missing");
    }
    persistence.local(old, true);
    state.locals().remove(id);
    return "0-0";
  }

  /** Returns the revisions that were forgotten, request by request. */
  List<List<Rev>> purge(List<PurgeRequest> requests) {
    long before = state.seq();
    List<List<Rev>> results = new ArrayList<>();
    requests.forEach(request -> results.add(purge(request)));
    // So that views learn of purges that changed no document which is still there.
    state.publish(Math.max(state.seq(), before + 1));
    settings.updateSeq(state.seq());
    persistence.settings(settings);
    return results;
  }

  /** Does those that were not done here; returns whether there were any. */
  boolean purgeUnknown(List<PurgeRequest> requests) {
    Set<String> done = new HashSet<>();
    settings.purges().forEach(purge -> done.add(purge.uuid()));
    List<PurgeRequest> unknown =
        requests.stream().filter(request -> !done.contains(request.uuid())).toList();
    if (!unknown.isEmpty()) {
      purge(unknown);
    }
    return !unknown.isEmpty();
  }

  private List<Rev> purge(PurgeRequest request) {
    settings.purged(request);
    DocumentRecord old = state.get(request.id());
    if (old == null) {
      return List.of();
    }
    List<Rev> removed = request.leavesOf(old.tree());
    RevisionTree rest = old.tree().without(Set.copyOf(removed));
    if (rest.isEmpty()) {
      persistence.write(List.of(), List.of(request.id()));
      state.remove(request.id());
    } else if (rest != old.tree()) {
      // Every leaf that stays counts as changed.
      long seq = state.seq() + rest.branches().size();
      store(List.of(new DocumentRecord(old.id(), seq, rest)));
    }
    return removed;
  }

  /** A setting that counts as a change, of no document. */
  void change(Runnable how) {
    keep(
        () -> {
          how.run();
          state.publish(state.seq() + 1);
          settings.updateSeq(state.seq());
        });
  }

  /** A setting that does not count as a change. */
  void keep(Runnable how) {
    how.run();
    persistence.settings(settings);
  }

  void compact() {
    long limit = settings.revsLimit();
    Stream<DocumentRecord> all = state.byId().values().stream();
    List<DocumentRecord> compacted = all.map(r -> r.compacted(limit)).toList();
    settings.updateSeq(state.seq());
    settings.trim();
    List<LocalDocument> locals = List.copyOf(state.locals().values());
    persistence.compact(compacted, locals, settings).forEach(state::put);
    state.compacted();
  }
}
