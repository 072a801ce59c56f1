package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.store.ChangesCursor;
import io.github.chthosting.testkit.internal.store.DocumentEdit;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import io.github.chthosting.testkit.internal.store.RevisionLeaf;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import io.github.chthosting.testkit.internal.store.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * One run of internal replication: what a file has, and its copies on another node lack. A copy
 * whose file is not there yet gets nothing, and nothing is tried again.
 */
record ShardPush(Node source, String file, String target) {
  private static final int BATCH = 500;

  void run() {
    Optional<LocalDatabase> from = source.files().find(file);
    Optional<Node> to = source.reach(target);
    if (from.isEmpty() || to.isEmpty()) {
      return;
    }
    for (String name : targets()) {
      to.get().files().find(name).ifPresent(copy -> push(from.get(), to.get(), copy));
    }
  }

  /** The same file, or the files of that node whose ranges overlap, by the source's map. */
  private List<String> targets() {
    if (!file.startsWith("shards/")) {
      return List.of(file);
    }
    Range range = Range.parse(file.substring(7, 24));
    List<String> names =
        source.findMap(Cluster.databaseOf(file)).stream()
            .flatMap(map -> map.copies().stream())
            .filter(copy -> copy.node().equals(target) && copy.range().overlaps(range))
            .map(ShardCopy::file)
            .toList();
    return names.isEmpty() ? List.of(file) : names;
  }

  private void push(LocalDatabase from, Node node, LocalDatabase to) {
    Predicate<String> belongs = belongs(to.name(), file);
    if (!"false".equals(source.config().get("mem3", "replicate_purges"))) {
      new PurgePush(to, node.name(), from, source.name()).run(belongs(file, to.name()));
      new PurgePush(from, source.name(), to, node.name()).run(belongs);
    }
    Checkpoints checkpoints = new Checkpoints(source.name(), from, node.name(), to);
    long start = checkpoints.start();
    long end = from.sequence();
    if (start >= end) {
      return;
    }
    if (file.startsWith("shards/")
        && to.security().equals(node.defaultSecurity())
        && !to.security().equals(from.security())) {
      to.security(from.security());
    }
    ChangesCursor changes = from.changes(String.valueOf(start), false);
    List<DocumentEdit> edits = new ArrayList<>();
    StoredDocument document;
    while ((document = changes.next()) != null) {
      if (belongs.test(document.id())) {
        edits.addAll(missing(document, to));
      }
      if (edits.size() >= BATCH) {
        to.write(edits, true, Validation.NONE);
        edits.clear();
      }
    }
    if (!edits.isEmpty()) {
      to.write(edits, true, Validation.NONE);
    }
    checkpoints.save(end, to.sequence());
  }

  /** Returns whether an id of one file belongs into another. */
  private Predicate<String> belongs(String into, String of) {
    if (!into.startsWith("shards/") || into.equals(of)) {
      return id -> true;
    }
    Range range = Range.parse(into.substring(7, 24));
    Optional<ShardMap> map = source.findMap(Cluster.databaseOf(file));
    return id -> range.contains(map.isPresent() ? map.get().hashOf(id) : Range.hash(id));
  }

  private static List<DocumentEdit> missing(StoredDocument document, LocalDatabase to) {
    Optional<StoredDocument> known = to.document(document.id());
    List<DocumentEdit> edits = new ArrayList<>();
    for (RevisionLeaf leaf : document.leaves()) {
      if (known.isEmpty() || !known.get().knows(leaf.rev())) {
        edits.add(leaf.toEdit(document.id()));
      }
    }
    return edits;
  }
}
