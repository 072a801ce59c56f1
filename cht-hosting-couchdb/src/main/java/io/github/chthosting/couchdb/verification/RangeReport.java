package io.github.chthosting.couchdb.verification;

import io.github.chthosting.couchdb.internal.compare.LeafSum;
import io.github.chthosting.couchdb.shards.ShardRange;

/**
 * The result for one range of the hashes of document ids, as the source has them.
 *
 * @param range hashes
 * @param source what the source holds in it
 * @param target what the target holds in it
 * @param same whether both hold the same leaf revisions
 */
public record RangeReport(ShardRange range, Holding source, Holding target, boolean same) {

  /**
   * The contents of one side, by its changes feed.
   *
   * @param documents whose winning revision is not deleted, design documents included
   * @param deleted documents whose winning revision is deleted
   * @param leaves leaf revisions, conflicts and deletions included
   */
  public record Holding(long documents, long deleted, long leaves) {
    Holding plus(Holding other) {
      return new Holding(
          documents + other.documents, deleted + other.deleted, leaves + other.leaves);
    }
  }

  static RangeReport of(ShardRange range, LeafSum source, LeafSum target) {
    return new RangeReport(range, holding(source), holding(target), source.isSame(target));
  }

  private static Holding holding(LeafSum sum) {
    return new Holding(sum.counts().documents(), sum.counts().deleted(), sum.counts().leaves());
  }
}
