package io.github.chthosting.testkit.internal.cluster;

import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.PriorityQueue;

/** Sorted sources as one sorted whole. */
final class MergedIterator<T> implements Iterator<T> {
  private record Head<T>(T value, Iterator<T> rest) {}

  private final PriorityQueue<Head<T>> heads;

  MergedIterator(List<Iterator<T>> sources, Comparator<T> order) {
    heads =
        new PriorityQueue<>(Math.max(1, sources.size()), Comparator.comparing(Head::value, order));
    sources.forEach(this::push);
  }

  private void push(Iterator<T> source) {
    if (source.hasNext()) {
      heads.add(new Head<>(source.next(), source));
    }
  }

  @Override
  public boolean hasNext() {
    return !heads.isEmpty();
  }

  @Override
  public T next() {
    Head<T> head = heads.poll();
    if (head == null) {
      throw new NoSuchElementException();
    }
    push(head.rest());
    return head.value();
  }
}
