package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.cluster.Arrangement.Piece;
import java.util.Collection;
import java.util.Comparator;
import java.util.Set;

/** Spreads what one node holds over others, each database by itself. */
record Spread(Arrangement arrangement, String from, Set<String> others) {

  /** First what makes a database even; then what does not divide, so that all together are. */
  void run(Collection<String> databases) {
    databases.forEach(database -> run(database, false));
    databases.forEach(database -> run(database, true));
  }

  private void run(String database, boolean odd) {
    for (Piece piece : arrangement.pieces(database)) {
      others.stream()
          .filter(to -> arrangement.canMove(piece, from, to))
          .min(
              Comparator.<String>comparingLong(to -> held(database, to))
                  .thenComparing(ShardPlanner.emptiest(arrangement)))
          .filter(to -> helps(database, to, odd))
          .ifPresent(to -> arrangement.move(piece, from, to));
    }
  }

  private boolean helps(String database, String to, boolean odd) {
    long more = held(database, from) - held(database, to);
    int all = arrangement.held(from).size() - arrangement.held(to).size();
    return more > 1 || (odd && more == 1 && all > 1);
  }

  private long held(String database, String node) {
    return arrangement.pieces(database).stream()
        .filter(piece -> piece.nodes.contains(node))
        .count();
  }
}
