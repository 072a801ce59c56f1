package io.github.chthosting.instance;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * The state of an upgrade at one moment.
 *
 * @param state of the upgrade that goes on; empty if the latest one is over
 * @param to the version it leads to; empty if none goes on or the server does not tell
 * @param indexers tasks of staged indexes that run now. None is no proof that all are built
 */
public record UpgradeProgress(Optional<State> state, Optional<String> to, List<Indexer> indexers) {

  /** States as the server writes them into its log. */
  public enum State {
    INITIATED,
    STAGED,
    INDEXING,
    INDEXED,
    COMPLETING,
    COMPLETE,
    FINALIZING,
    FINALIZED,
    ABORTING,
    ABORTED,
    ERRORED,
    INTERRUPTED,
    /** A word that this library does not know. */
    UNKNOWN;

    static State of(String text) {
      for (State state : values()) {
        if (state.name().equals(text.toUpperCase(Locale.ROOT))) {
          return state;
        }
      }
      return UNKNOWN;
    }
  }

  /**
   * An index that is built.
   *
   * @param database whose
   * @param designDocument whose
   * @param percent the rounded mean over its tasks
   */
  public record Indexer(String database, String designDocument, int percent) {}

  public UpgradeProgress {
    indexers = List.copyOf(indexers);
  }

  static UpgradeProgress of(JsonNode json) {
    JsonNode log = json.path("upgradeDoc");
    List<Indexer> indexers = new ArrayList<>();
    for (JsonNode each : json.path("indexers")) {
      indexers.add(
          new Indexer(
              each.path("database").asString(""),
              each.path("ddoc").asString(""),
              each.path("progress").asInt(0)));
    }
    return new UpgradeProgress(
        DeployInfo.text(log, "state").map(State::of),
        DeployInfo.text(log.path("to"), "version"),
        indexers);
  }
}
