package io.github.chthosting.couchdb.internal.shards;

/** A node that came back with an empty volume: its files are there again, without documents. */
public final class LostVolume {
  private LostVolume() {}

  public static void empty(ShardFile file) {
    file.delete();
    file.create();
  }
}
