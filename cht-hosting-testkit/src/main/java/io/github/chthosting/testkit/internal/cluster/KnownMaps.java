package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.store.ChangesCursor;
import io.github.chthosting.testkit.internal.store.IdRange;
import io.github.chthosting.testkit.internal.store.LocalDatabase;
import io.github.chthosting.testkit.internal.store.StoredDocument;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The shard maps that one node has in its {@code _dbs}, read once each. Thread-safe. */
final class KnownMaps {
  private final LocalDatabase dbs;
  private final Map<String, Optional<ShardMap>> read = new ConcurrentHashMap<>();
  private long seen;

  KnownMaps(LocalDatabase dbs) {
    this.dbs = dbs;
  }

  /** Forgets what was read; the maps that were written since this was asked last. */
  List<ShardMap> changed() {
    read.clear();
    List<String> written = new ArrayList<>();
    synchronized (read) {
      ChangesCursor changes = dbs.changes(String.valueOf(seen), false);
      StoredDocument document;
      while ((document = changes.next()) != null) {
        seen = document.seq();
        written.add(document.id());
      }
    }
    return written.stream().map(this::find).flatMap(Optional::stream).toList();
  }

  /** The map of a database; empty if there is none that can be read. */
  Optional<ShardMap> find(String database) {
    return read.computeIfAbsent(database, this::parsed);
  }

  private Optional<ShardMap> parsed(String database) {
    try {
      return dbs.document(database)
          .filter(document -> !document.isDeleted() && !database.startsWith("_design/"))
          .map(document -> ShardMap.of(database, document.winner().body().tree()));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a map that was edited into nonsense
    }
  }

  /** The names of all databases, sorted. */
  List<String> databases() {
    List<String> names = new ArrayList<>();
    Iterator<StoredDocument> documents = dbs.documents(IdRange.ALL);
    while (documents.hasNext()) {
      String id = documents.next().id();
      if (!id.startsWith("_design/")) {
        names.add(id);
      }
    }
    return names;
  }
}
