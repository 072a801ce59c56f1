package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.cluster.ErlangTerms.Atom;
import io.github.chthosting.testkit.internal.cluster.ErlangTerms.Tuple;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sequence of a clustered database: one number a shard, packed into {@code 12-g1AAAA…} exactly
 * as CouchDB does.
 */
record PackedSequence(List<Part> parts) {

  /**
   * The position in one shard.
   *
   * @param uuid the first digits of the file's uuid, or null for a bare number (purges)
   * @param split whether the range has been split since
   * @param epochNode the node on which that number was given
   */
  record Part(
      String node,
      Range range,
      long sequence,
      @Nullable String uuid,
      boolean split,
      @Nullable String epochNode) {

    static Part of(String node, Range range, long sequence, String uuid) {
      return new Part(node, range, sequence, uuid, false, node);
    }
  }

  /** How many digits of a file's uuid a sequence carries. */
  static final int UUID_DIGITS = 7;

  PackedSequence {
    parts = List.copyOf(parts);
  }

  /**
   * Reads {@code 12-g1AAAA…}, with or without the number before it and quotes around.
   *
   * @throws IllegalArgumentException if it is not a packed sequence
   */
  static PackedSequence parse(String text) {
    String opaque = text.replaceFirst("^\"?(?:[0-9]+-)?", "").replaceFirst("\"$", "");
    Object term = ErlangTerms.read(Base64.getUrlDecoder().decode(opaque));
    try {
      List<Part> parts = new ArrayList<>();
      for (Object element : (List<?>) term) {
        parts.add(part((Tuple) element));
      }
      return new PackedSequence(parts);
    } catch (ClassCastException | IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("no packed sequence", e);
    }
  }

  private static Part part(Tuple entry) {
    String node = ((Atom) entry.get(0)).name();
    List<?> ends = (List<?>) entry.get(1);
    Range range = new Range((Long) ends.get(0), (Long) ends.get(1));
    if (entry.get(2) instanceof Tuple position) {
      boolean split = position.get(1) instanceof Tuple;
      Object uuid = split ? ((Tuple) position.get(1)).get(1) : position.get(1);
      String epoch = position.size() > 2 ? ((Atom) position.get(2)).name() : node;
      return new Part(node, range, (Long) position.get(0), (String) uuid, split, epoch);
    }
    return new Part(node, range, (Long) entry.get(2), null, false, null);
  }

  /** The text that clients keep. */
  @Override
  public String toString() {
    List<Object> list = new ArrayList<>();
    long sum = 0;
    for (Part part : parts) {
      list.add(
          Tuple.of(
              new Atom(part.node()),
              List.of(part.range().begin(), part.range().end()),
              position(part)));
      sum += part.split() ? 0 : part.sequence();
    }
    String opaque = Base64.getUrlEncoder().withoutPadding().encodeToString(ErlangTerms.write(list));
    return sum + "-" + opaque;
  }

  private static Object position(Part part) {
    if (part.uuid() == null || part.epochNode() == null) {
      return part.sequence();
    }
    Object uuid = part.split() ? Tuple.of(new Atom("split"), part.uuid()) : part.uuid();
    return Tuple.of(part.sequence(), uuid, new Atom(part.epochNode()));
  }
}
