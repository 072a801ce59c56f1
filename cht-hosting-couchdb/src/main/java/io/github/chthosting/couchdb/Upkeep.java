package io.github.chthosting.couchdb;

import io.github.chthosting.couchdb.internal.Purge;
import io.github.chthosting.couchdb.internal.PurgeGuard;
import io.github.chthosting.couchdb.internal.Wire;
import io.github.chthosting.couchdb.server.CouchDbVersion;
import io.github.chthosting.http.Call;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The calls that keep a database small and whole. For administrators. Compactions and clean-ups are
 * started by the call and run on, see {@link CouchDb#activeTasks()}. Thread-safe.
 */
public final class Upkeep {
  private final Wire wire;
  private final String database;

  Upkeep(Wire wire, String database) {
    this.wire = wire;
    this.database = database;
  }

  /** Starts to rewrite the database's files without what is outdated. */
  public void compact() {
    start("_compact");
  }

  /** Starts to compact the views of a design document, named without {@code _design/}. */
  public void compactViews(String design) {
    start("_compact", design);
  }

  /** Removes files of views that no design document has any more. */
  public void cleanUpViews() {
    start("_view_cleanup");
  }

  /** Removes Nouveau indexes that no design document has any more. CouchDB 3.4 or later. */
  public void cleanUpNouveau() {
    wire.server().require(wire, CouchDbVersion.of(3, 4), "_nouveau_cleanup");
    start("_nouveau_cleanup");
  }

  /** Makes CouchDB compare the copies of all ranges now. CouchDB 2.3.1 or later. */
  public void syncShards() {
    wire.server().require(wire, new CouchDbVersion(2, 3, 1), "_sync_shards");
    start("_sync_shards");
  }

  /**
   * Removes revisions as if they had never been, their documents with the last of them. Does not
   * replicate. CouchDB 2.3 or later. Looks first for what would meet a {@link
   * io.github.chthosting.couchdb.server.CouchDbFault}; whoever wants to purge all the same sends
   * {@link Database#request}.
   *
   * @param revisions leaf revisions by document id
   * @return the revisions that were removed, by document id
   * @throws io.github.chthosting.plan.PlanRefusedException if a node that has copies is in
   *     maintenance mode, or this version would break a Nouveau index of the database; nothing was
   *     purged
   * @throws io.github.chthosting.HostingException if a document could not be purged; others may
   *     have been
   */
  public Map<String, List<String>> purge(Map<String, ? extends Collection<String>> revisions) {
    PurgeGuard.require(wire, database);
    return Purge.inParts(
        revisions,
        part ->
            Purge.purged(
                "POST /" + database + "/_purge",
                part,
                wire.json(wire.post(List.of(database, "_purge"), part).asRepeatable())));
  }

  /**
   * Returns how many purges are remembered, so that copies and indexes can follow. CouchDB 2.3 or
   * later.
   */
  public int purgedInfosLimit() {
    requirePurges("_purged_infos_limit");
    return get("_purged_infos_limit");
  }

  /** Sets {@link #purgedInfosLimit()}. */
  public void purgedInfosLimit(int purges) {
    requirePurges("_purged_infos_limit");
    put("_purged_infos_limit", purges);
  }

  /** Returns how many generations of a document's history are remembered. */
  public int revisionsLimit() {
    return get("_revs_limit");
  }

  /** Sets {@link #revisionsLimit()}. */
  public void revisionsLimit(int generations) {
    put("_revs_limit", generations);
  }

  private void requirePurges(String feature) {
    wire.server().require(wire, CouchDbVersion.of(2, 3), feature);
  }

  private int get(String name) {
    return wire.json(Call.of("GET", database, name)).asInt(0);
  }

  private void put(String name, int value) {
    wire.run(wire.put(List.of(database, name), value).asRepeatable());
  }

  private void start(String... action) {
    List<String> path = new ArrayList<>(List.of(action));
    path.add(0, database);
    // CouchDB refuses these without a JSON content type; starting one twice starts it once.
    wire.run(wire.post(path, Map.of()).asRepeatable());
  }
}
