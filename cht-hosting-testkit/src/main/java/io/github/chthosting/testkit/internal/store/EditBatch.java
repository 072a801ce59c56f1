package io.github.chthosting.testkit.internal.store;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Works out what a batch of edits does to the documents of a shard, without changing anything. The
 * rules are those of {@code couch_db:update_docs} and {@code couch_db_updater}.
 */
final class EditBatch {

  /** An edit that may be written, as the leaf it would become. */
  private record Prepared(int index, DocumentEdit edit, Branch leaf) {}

  private final List<DocumentEdit> edits;
  private final boolean replicated;
  private final Validation validation;
  private final boolean readsFirst;
  private final Function<String, @Nullable DocumentRecord> documents;
  private final long limit;
  private final @Nullable WriteResult[] results;
  private final List<DocumentRecord> changed = new ArrayList<>();
  private long seq;
  private boolean asked;

  EditBatch(
      List<DocumentEdit> edits,
      BatchRules rules,
      Function<String, @Nullable DocumentRecord> documents,
      long seq) {
    this.edits = edits;
    this.replicated = rules.replicated();
    this.validation = rules.validation();
    this.readsFirst = rules.readsFirst(edits);
    this.documents = documents;
    this.limit = rules.limit();
    this.seq = seq;
    this.results = new WriteResult[edits.size()];
  }

  /** Documents that change, each with its new sequence; in order of id. */
  List<DocumentRecord> changed() {
    return changed;
  }

  /** Returns whether the shard knows after this batch which functions it has to ask. */
  boolean functionsKnown(boolean before) {
    return (before || asked) && changed.stream().noneMatch(record -> Ids.isDesign(record.id()));
  }

  /** The results in the order of the edits. */
  List<WriteResult> results() {
    List<WriteResult> all = new ArrayList<>(results.length);
    for (int i = 0; i < results.length; i++) {
      WriteResult result = results[i];
      all.add(result != null ? result : WriteResult.written(edits.get(i).id(), edits.get(i).rev()));
    }
    return all;
  }

  void run() {
    Map<String, List<Integer>> byId = new TreeMap<>(Ids.ORDER);
    for (int i = 0; i < edits.size(); i++) {
      byId.computeIfAbsent(edits.get(i).id(), id -> new ArrayList<>(1)).add(i);
    }
    Map<String, List<Prepared>> prepared = new HashMap<>();
    byId.forEach((id, group) -> prepared.put(id, prepare(tree(id), group)));
    byId.keySet().forEach(id -> apply(id, prepared.getOrDefault(id, List.of())));
  }

  private RevisionTree tree(String id) {
    DocumentRecord record = documents.apply(id);
    return record == null ? RevisionTree.EMPTY : record.tree();
  }

  private List<Prepared> prepare(RevisionTree tree, List<Integer> group) {
    List<Prepared> prepared = new ArrayList<>(group.size());
    RevisionTree merged = replicated ? mergeAll(tree, group) : tree;
    for (int index : group) {
      try {
        Prepared one = replicated ? replicated(tree, merged, index) : interactive(tree, index);
        if (one != null) {
          prepared.add(one);
        }
      } catch (Refusal refusal) {
        results[index] = refused(index, refusal.reason());
      }
    }
    return prepared;
  }

  // ---- interactive ----

  private Prepared interactive(RevisionTree tree, int index) {
    DocumentEdit asked = edits.get(index);
    DocumentEdit edit = asked;
    Optional<Branch> replaced = edit.revs().isEmpty() ? Optional.empty() : tree.leaf(edit.rev());
    if (tree.isEmpty()) {
      edit = Stubs.fill(edit, List.of());
    }
    if (readsFirst && !fits(edit, tree)) {
      throw new Refusal(ApiException.conflict());
    }
    if (edit.hasStubs() && replaced.isEmpty() && !tree.isEmpty()) {
      throw ApiException.failure("function_clause"); // a stub upon a tombstone
    }
    edit = Stubs.fill(edit, replaced.map(b -> b.leaf().attachments()).orElse(List.of()));
    DocumentEdit whole = Stubs.withRevpos(Stubs.withoutDuplicates(edit), asked, edit.start() + 1);
    validate(whole, () -> replaced.map(Branch::toLeaf).orElse(null));
    return child(whole, index, whole.start(), whole.revs());
  }

  private static boolean fits(DocumentEdit edit, RevisionTree tree) {
    return edit.revs().isEmpty()
        ? tree.isEmpty() || tree.isDeleted()
        : tree.leaf(edit.rev()).isPresent();
  }

  private static Prepared child(DocumentEdit edit, int index, long start, List<String> revs) {
    String hash =
        RevisionHash.of(edit, edit.body().tree(), start, revs.isEmpty() ? "" : revs.get(0));
    return child(edit, index, start, revs, hash);
  }

  private static Prepared child(
      DocumentEdit edit, int index, long start, List<String> revs, String hash) {
    List<String> ids = new ArrayList<>(revs.size() + 1);
    ids.add(hash);
    ids.addAll(revs);
    return new Prepared(index, edit, leaf(edit, start + 1, List.copyOf(ids)));
  }

  private static Branch leaf(DocumentEdit edit, long pos, List<String> ids) {
    Revision content = new Revision(edit.deleted(), edit.body(), edit.attachments(), 0);
    return new Branch(pos, ids, content);
  }

  // ---- replicated ----

  private RevisionTree mergeAll(RevisionTree tree, List<Integer> group) {
    RevisionTree merged = tree;
    for (Branch path :
        group.stream()
            .map(edits::get)
            .map(edit -> leaf(edit, edit.start(), edit.revs()))
            .sorted(Branch::compareFromRoot)
            .toList()) {
      merged = merged.merge(path).tree();
    }
    return merged;
  }

  private @Nullable Prepared replicated(RevisionTree tree, RevisionTree merged, int index) {
    DocumentEdit edit = edits.get(index);
    if (!readsFirst) {
      return new Prepared(index, edit, leaf(edit, edit.start(), edit.revs()));
    }
    if (tree.isEmpty()) {
      return first(index);
    }
    if (tree.leaf(edit.rev()).isPresent()) {
      return null;
    }
    Optional<Branch> leaf = merged.leaf(edit.rev());
    if (leaf.isEmpty()) {
      return null;
    }
    Optional<RevisionLeaf> previous =
        RevisionTree.previous(leaf.get()).filter(p -> tree.knows(p.rev()));
    DocumentEdit whole = edit;
    if (edit.hasStubs()) {
      whole = Stubs.fill(edit, previous.map(RevisionLeaf::attachments).orElse(List.of()));
    }
    whole = Stubs.withoutDuplicates(whole);
    validate(whole, () -> previous.orElse(null));
    return new Prepared(index, whole, leaf(whole, whole.start(), whole.revs()));
  }

  // Without anything that its stubs could stand for.
  private Prepared first(int index) {
    DocumentEdit edit = edits.get(index);
    DocumentEdit whole = Stubs.withoutDuplicates(Stubs.fill(edit, List.of()));
    validate(whole, () -> null);
    return new Prepared(index, whole, leaf(whole, whole.start(), whole.revs()));
  }

  // ---- both ----

  private void validate(DocumentEdit edit, Supplier<@Nullable RevisionLeaf> previous) {
    asked |= readsFirst && !Ids.isDesign(edit.id());
    try {
      validation.check(
          edit,
          () -> {
            RevisionLeaf leaf = previous.get();
            return leaf == null ? null : leaf.toEdit(edit.id());
          });
    } catch (ApiException e) {
      throw new Refusal(e);
    }
  }

  private void apply(String id, List<Prepared> group) {
    RevisionTree old = tree(id);
    RevisionTree tree = old;
    for (Prepared prepared : group) {
      tree = replicated ? tree.merge(prepared.leaf()).tree() : merge(tree, prepared);
    }
    RevisionTree stemmed = group.isEmpty() ? old : tree.stem(limit);
    if (!stemmed.isSame(old)) {
      seq++;
      changed.add(new DocumentRecord(id, seq, stemmed.stamped(seq)));
    }
  }

  private RevisionTree merge(RevisionTree tree, Prepared prepared) {
    Prepared last = prepared;
    if (tree.isDeleted()) {
      if (prepared.leaf().pos() != 1 || prepared.edit().deleted()) {
        return refuse(tree, prepared);
      }
      Branch winner = tree.winner();
      last = recreated(prepared.edit(), prepared.index(), winner.rev());
    }
    RevisionTree.Merged merged = tree.merge(last.leaf());
    if (merged.what() != RevisionTree.Merge.NEW_LEAF) {
      return refuse(tree, prepared);
    }
    results[last.index()] = WriteResult.written(last.edit().id(), last.leaf().rev());
    return merged.tree();
  }

  private static Prepared recreated(DocumentEdit edit, int index, Rev tombstone) {
    String hash =
        RevisionHash.ofRecreated(edit, edit.body().tree(), tombstone.pos(), tombstone.id());
    return child(edit, index, tombstone.pos(), List.of(tombstone.id()), hash);
  }

  private RevisionTree refuse(RevisionTree tree, Prepared prepared) {
    results[prepared.index()] = refused(prepared.index(), ApiException.conflict());
    return tree;
  }

  private WriteResult refused(int index, ApiException reason) {
    DocumentEdit edit = edits.get(index);
    return new WriteResult(edit.id(), edit.rev(), reason);
  }
}
