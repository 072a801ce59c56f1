package io.github.chthosting.testkit.internal.store;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Walks maps of ids by {@link IdRange}. */
final class Ranges {
  private Ranges() {}

  /** Values of the range that {@code pick} does not turn into null. */
  static <V, T> Iterator<T> walk(
      ConcurrentNavigableMap<String, V> all, IdRange range, Function<V, @Nullable T> pick) {
    ConcurrentNavigableMap<String, V> way = range.descending() ? all.descendingMap() : all;
    if (isEmpty(range)) {
      return java.util.Collections.emptyIterator();
    }
    if (range.start() != null) {
      way = way.tailMap(range.start(), true);
    }
    if (range.end() != null) {
      way = way.headMap(range.end(), range.inclusiveEnd());
    }
    return picked(way.values().iterator(), pick);
  }

  /** Returns how many values that count come before the range's start. */
  static <V> long before(
      ConcurrentNavigableMap<String, V> all, IdRange range, Predicate<V> counts) {
    if (range.start() == null) {
      return 0;
    }
    ConcurrentNavigableMap<String, V> way = range.descending() ? all.descendingMap() : all;
    return way.headMap(range.start(), false).values().stream().filter(counts).count();
  }

  private static boolean isEmpty(IdRange range) {
    if (range.start() == null || range.end() == null) {
      return false;
    }
    int order = Ids.ORDER.compare(range.start(), range.end());
    return range.descending() ? order < 0 : order > 0;
  }

  private static <V, T> Iterator<T> picked(Iterator<V> from, Function<V, @Nullable T> pick) {
    return new Iterator<>() {
      private @Nullable T next = seek();

      private @Nullable T seek() {
        while (from.hasNext()) {
          T found = pick.apply(from.next());
          if (found != null) {
            return found;
          }
        }
        return null;
      }

      @Override
      public boolean hasNext() {
        return next != null;
      }

      @Override
      public T next() {
        T result = next;
        if (result == null) {
          throw new NoSuchElementException();
        }
        next = seek();
        return result;
      }
    };
  }
}
