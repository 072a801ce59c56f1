package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.internal.WorkMark;
import io.github.chthosting.couchdb.internal.shards.Addresses;
import io.github.chthosting.couchdb.internal.shards.FileRemoval;
import io.github.chthosting.couchdb.internal.shards.MapDocument;
import io.github.chthosting.couchdb.internal.shards.MapEditor;
import io.github.chthosting.couchdb.internal.shards.Placement;
import io.github.chthosting.couchdb.internal.shards.ShardFile;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.plan.Step;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The map of one database, while a step changes it and moves no document. */
final class MapChange {
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Wire one;
  private final MapEditor editor;
  private final WorkContext context;

  MapChange(ClusterAccess cluster, String database, WorkContext context) {
    this.one = cluster.wire().at(Addresses.of(cluster.wire()).first());
    this.editor = new MapEditor(cluster.wire(), database, cluster.patience(), GRACE);
    this.context = context;
  }

  /** Returns how requests go to one node alone. */
  Wire one() {
    return one;
  }

  MapDocument read() {
    return editor.read();
  }

  MapDocument edit(UnaryOperator<MapDocument> edit) {
    return editor.edit(edit, context);
  }

  /** Returns what deletes files of this database, and looks at the world right before each. */
  FileRemoval removal(Step step, Predicate<WorkMark> own) {
    return new FileRemoval(editor, step.summary(), own);
  }

  List<String> members() {
    return editor.members();
  }

  ShardFile file(MapDocument map, Placement copy) {
    return new ShardFile(one, copy.node(), map.file(copy.range()));
  }
}
