package io.github.chthosting.testkit.internal.query;

import io.github.chthosting.testkit.function.MapFunction;
import io.github.chthosting.testkit.internal.store.DocumentStore;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** The indexes of all databases, as long as these are used. Thread-safe. */
final class ViewIndexes {
  private final Map<DocumentStore, Map<String, Entry>> byStore = new WeakHashMap<>();

  private record Entry(MapFunction function, ViewIndex index) {}

  /** The index of that name with that function; a new one if either is new. */
  synchronized ViewIndex of(DocumentStore store, String name, MapFunction function) {
    Map<String, Entry> indexes = byStore.computeIfAbsent(store, s -> new HashMap<>());
    Entry entry = indexes.get(name);
    if (entry == null || entry.function() != function) {
      entry = new Entry(function, new ViewIndex(function));
      indexes.put(name, entry);
    }
    return entry.index();
  }
}
