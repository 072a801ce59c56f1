package io.github.chthosting.couchdb.internal.shards;

import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.couchdb.internal.rows.IdHash;
import io.github.chthosting.couchdb.shards.ShardRange;
import io.github.chthosting.operation.Waiting;
import io.github.chthosting.operation.WorkContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file that is in no map any more, and may hold what the files that took its place have never
 * seen: a split that was cut when the map was changed leaves one. What they lack is brought over,
 * revision by revision, attachments and histories included. The file itself stays.
 */
public final class Leftover {
  private static final int AT_ONCE = 500;
  private static final int ROUNDS = 20;

  private final ShardFile file;
  private final Map<ShardRange, ShardFile> places;
  private final IdHash hash;
  private final WorkContext context;

  /**
   * The contents of {@code file}, to be brought over to the files that took its place on the same
   * node.
   *
   * @param places by the range that each has; what is in none of them is left alone
   */
  public Leftover(
      ShardFile file, Map<ShardRange, ShardFile> places, boolean partitioned, WorkContext context) {
    this.file = file;
    this.places = Map.copyOf(places);
    this.hash = new IdHash(partitioned);
    this.context = context;
  }

  /**
   * Brings over what is missing until nothing is, and the file stays quiet.
   *
   * @param quiet how long nothing may have been written to it
   * @return revisions brought over
   * @throws VerificationFailedException if something stays missing; nothing was removed
   */
  public long bringOver(Duration quiet) {
    long brought = 0;
    for (int round = 0; round < ROUNDS; round++) {
      long before = file.requireInfo().updateSequence();
      long now = pass();
      brought += now;
      Waiting.pause(quiet, "shard move");
      if (now == 0 && file.requireInfo().updateSequence() == before) {
        return brought;
      }
    }
    throw new VerificationFailedException(
        "bring over " + file,
        "%s on %s still has revisions that the files in its place lack, after %d rounds. Nothing was removed."
            .formatted(file.name(), file.node(), ROUNDS),
        null);
  }

  private long pass() {
    long brought = 0;
    Map<ShardFile, Map<String, List<String>>> asked = new LinkedHashMap<>();
    try (Feed feed = Feed.of(file, 0, false)) {
      for (FeedRow row = feed.next(); row != null; row = feed.next()) {
        Optional<ShardFile> place = place(row.id());
        if (place.isPresent()) {
          ShardFile to = place.get();
          Map<String, List<String>> rows = asked.computeIfAbsent(to, any -> new LinkedHashMap<>());
          rows.put(row.id(), row.revisions());
          brought += rows.size() == AT_ONCE ? give(to, rows) : 0;
        }
      }
    }
    for (Map.Entry<ShardFile, Map<String, List<String>>> rest : asked.entrySet()) {
      brought += give(rest.getKey(), rest.getValue());
    }
    return brought;
  }

  private Optional<ShardFile> place(String id) {
    byte[] bytes = id.getBytes(StandardCharsets.UTF_8);
    long value = hash.of(bytes, 0, bytes.length);
    return places.entrySet().stream()
        .filter(place -> place.getKey().contains(value))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  private long give(ShardFile to, Map<String, List<String>> rows) {
    Copier copier = new Copier(file, to, "", new Pace(0), context);
    MissingRevisions.ask(to, rows)
        .forEach((id, revisions) -> revisions.forEach(rev -> copier.one(id, rev)));
    copier.requireAllTaken();
    rows.clear();
    return copier.documents();
  }
}
