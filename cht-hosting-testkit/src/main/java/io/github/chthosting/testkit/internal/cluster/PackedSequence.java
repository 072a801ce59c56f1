package io.github.chthosting.testkit.internal.cluster;

import io.github.chthosting.testkit.internal.erlang.ErlangTerm;
import io.github.chthosting.testkit.internal.erlang.ErlangTermReader;
import io.github.chthosting.testkit.internal.erlang.ErlangTermReader.Atom;
import io.github.chthosting.testkit.internal.erlang.ErlangTermReader.Tuple;
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

  /** Number of digits of a file's uuid that a sequence carries. */
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
    Object term = ErlangTermReader.read(Base64.getUrlDecoder().decode(opaque));
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
    ErlangTerm term = new ErlangTerm();
    long sum = 0;
    if (!parts.isEmpty()) {
      term.list(parts.size());
    }
    for (Part part : parts) {
      Range range = part.range();
      term.tuple(3).atom(part.node());
      term.list(2).integer(range.begin()).integer(range.end()).nil();
      position(part, term);
      sum += part.split() ? 0 : part.sequence();
    }
    byte[] packed = term.nil().packed();
    return sum + "-" + Base64.getUrlEncoder().withoutPadding().encodeToString(packed);
  }

  private static void position(Part part, ErlangTerm term) {
    if (part.uuid() == null || part.epochNode() == null) {
      term.integer(part.sequence());
      return;
    }
    term.tuple(3).integer(part.sequence());
    if (part.split()) {
      term.tuple(2).atom("split");
    }
    term.binary(part.uuid()).atom(part.epochNode());
  }
}
