package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.cluster.Arrangement.Piece;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes nodes even, moving as little as it can. */
final class Rebalance {
  private static final double TOLERANCE = 0.05;

  private final Arrangement arrangement;
  private final List<String> nodes;

  Rebalance(Arrangement arrangement, List<String> nodes) {
    this.arrangement = arrangement;
    this.nodes = List.copyOf(nodes);
  }

  void run(Balance balance) {
    if (nodes.size() > 1) {
      if (balance == Balance.COUNT) {
        byCount();
      } else {
        byBytes();
      }
    }
  }

  /**
   * Each node's number is the average, and one more for as many as it takes, the fullest first:
   * then the number of moves is the least. The smallest copies go.
   */
  private void byCount() {
    Map<String, Integer> wanted = wanted();
    for (String from : nodes) {
      List<Piece> smallestFirst = new ArrayList<>(arrangement.held(from));
      for (Piece piece : smallestFirst) {
        if (arrangement.held(from).size() <= number(wanted, from)) {
          break;
        }
        String to = emptiest(piece, from, wanted);
        if (to != null) {
          arrangement.move(piece, from, to);
        }
      }
    }
  }

  private Map<String, Integer> wanted() {
    int total = nodes.stream().mapToInt(node -> arrangement.held(node).size()).sum();
    List<String> fullestFirst = new ArrayList<>(nodes);
    fullestFirst.sort(
        Comparator.<String>comparingInt(node -> -arrangement.held(node).size())
            .thenComparing(node -> node));
    Map<String, Integer> wanted = new HashMap<>();
    int more = total % nodes.size();
    for (String node : fullestFirst) {
      wanted.put(node, total / nodes.size() + (more-- > 0 ? 1 : 0));
    }
    return wanted;
  }

  private static int number(Map<String, Integer> wanted, String node) {
    return wanted.getOrDefault(node, 0);
  }

  private @Nullable String emptiest(Piece piece, String from, Map<String, Integer> wanted) {
    String best = null;
    int bestMissing = 0;
    for (String to : nodes) {
      int missing = number(wanted, to) - arrangement.held(to).size();
      if (missing > bestMissing && arrangement.canMove(piece, from, to)) {
        best = to;
        bestMissing = missing;
      }
    }
    return best;
  }

  /**
   * The fullest gives to the emptiest the largest copy that neither makes itself fall below nor the
   * other rise above the average: so every byte is moved once, and none in vain. Only where no copy
   * is small enough does one go that makes the two more even than they were.
   */
  private void byBytes() {
    long average = nodes.stream().mapToLong(arrangement::bytes).sum() / nodes.size();
    long limit = Math.round(average * (1 + TOLERANCE));
    List<String> fullestFirst = new ArrayList<>(nodes);
    boolean moved = true;
    while (moved) {
      moved = false;
      fullestFirst.sort(Comparator.<String>comparingLong(node -> -arrangement.bytes(node)));
      for (int i = 0; i < fullestFirst.size() && !moved; i++) {
        String from = fullestFirst.get(i);
        moved = arrangement.bytes(from) > limit && giveAway(from, average, fullestFirst);
      }
    }
  }

  private boolean giveAway(String from, long average, List<String> fullestFirst) {
    for (int i = fullestFirst.size() - 1; i >= 0; i--) {
      String to = fullestFirst.get(i);
      long excess = arrangement.bytes(from) - average;
      long room = average - arrangement.bytes(to);
      Piece piece = room > 0 ? largest(from, to, Math.min(excess, room)) : null;
      if (piece != null) {
        arrangement.move(piece, from, to);
        return true;
      }
    }
    String to = fullestFirst.get(fullestFirst.size() - 1);
    Piece piece = smallestThatHelps(from, to);
    if (piece != null) {
      arrangement.move(piece, from, to);
    }
    return piece != null;
  }

  private @Nullable Piece largest(String from, String to, long atMost) {
    for (Piece piece : arrangement.heldUpTo(from, atMost)) {
      if (piece.bytes > 0 && arrangement.canMove(piece, from, to)) {
        return piece;
      }
    }
    return null;
  }

  private @Nullable Piece smallestThatHelps(String from, String to) {
    long apart = arrangement.bytes(from) - arrangement.bytes(to);
    for (Piece piece : arrangement.held(from)) {
      // A little less than all of the difference, or two nodes would pass it to and fro.
      if (piece.bytes > 0 && piece.bytes < apart * 0.9 && arrangement.canMove(piece, from, to)) {
        return piece;
      }
    }
    return null;
  }
}
