package io.github.chthosting.couchdb.internal.shards;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * The record of how far one file was pushed to another, in the form of CouchDB's internal
 * replication ({@code mem3_rep.erl}: {@code _local/shard-sync-…}), which goes on from its last
 * entry instead of comparing everything again. While the other file's node is down, followers of
 * {@code _changes} whose token names it go on in this one by it too ({@code
 * mem3_rep:find_source_seq}).
 *
 * <p>An entry (own, other) is true when all that this file has up to {@code own} is in the other
 * file at or below {@code other}. Thread-safe.
 */
final class SyncHistory {
  /** More would make a large document, and internal replication thins them out anyway. */
  private static final int ENTRIES = 400;

  private final ShardFile own;
  private final ShardFile.Info ownInfo;
  private final ShardFile other;
  private final ShardFile.Info otherInfo;
  private final NavigableMap<Long, Long> entries = new TreeMap<>();

  SyncHistory(ShardFile own, ShardFile.Info ownInfo, ShardFile other, ShardFile.Info otherInfo) {
    this.own = own;
    this.ownInfo = ownInfo;
    this.other = other;
    this.otherInfo = otherInfo;
  }

  /** {@code _local/shard-sync-} and a hash of each file's uuid. */
  static String id(String ownUuid, String otherUuid) {
    return "_local/shard-sync-" + hash(ownUuid) + "-" + hash(otherUuid);
  }

  /** MD5 of the uuid in Erlang's external term format: 131, 109 (binary), its length, its bytes. */
  private static String hash(String uuid) {
    byte[] text = uuid.getBytes(StandardCharsets.UTF_8);
    byte[] term = new byte[text.length + 6];
    term[0] = (byte) 131;
    term[1] = 109;
    term[5] = (byte) text.length;
    System.arraycopy(text, 0, term, 6, text.length);
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest(term);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }

  /** Adds an entry. Entries must come in rising order of both. */
  synchronized void add(long ownSequence, long otherSequence) {
    if (ownSequence > 0) {
      // Of several with one other sequence the highest own one says the most.
      entries.values().removeIf(known -> known == otherSequence);
      entries.put(ownSequence, otherSequence);
      thin();
    }
  }

  /** The last entry's own sequence; 0 if there is none. */
  synchronized long ownReached() {
    return entries.isEmpty() ? 0 : entries.lastKey();
  }

  // Every second entry of the older three quarters goes: recent tokens are the likely ones.
  private void thin() {
    if (entries.size() > ENTRIES) {
      List<Long> keys = new ArrayList<>(entries.keySet());
      for (int i = 0; i < keys.size() * 3 / 4; i += 2) {
        entries.remove(keys.get(i));
      }
    }
  }

  /** Takes over what the file's own document says, written by us or by internal replication. */
  synchronized void load() {
    own.local(id(ownInfo.uuid(), otherInfo.uuid())).ifPresent(this::read);
  }

  private void read(JsonNode document) {
    for (JsonNode entry : document.path("history").path(own.node())) {
      boolean same = entry.path("target_uuid").asString("").equals(otherInfo.uuid());
      if (same && entry.path("target_node").asString("").equals(other.node())) {
        entries.put(entry.path("source_seq").asLong(0), entry.path("target_seq").asLong(0));
      }
    }
  }

  /** Writes it to both files, as internal replication does. */
  void save() {
    Map<String, Object> document = document();
    String id = id(ownInfo.uuid(), otherInfo.uuid());
    other.putLocal(id, document);
    own.putLocal(id, document);
  }

  private synchronized Map<String, Object> document() {
    List<Map<String, Object>> history = new ArrayList<>();
    entries.descendingMap().forEach((mine, theirs) -> history.add(entry(mine, theirs)));
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("seq", ownReached());
    document.put("target_uuid", otherInfo.uuid());
    document.put("history", Map.of(own.node(), history));
    return document;
  }

  private Map<String, Object> entry(long mine, long theirs) {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("target_node", other.node());
    entry.put("target_uuid", otherInfo.uuid());
    entry.put("target_seq", theirs);
    entry.put("source_node", own.node());
    entry.put("source_uuid", ownInfo.uuid());
    entry.put("source_seq", mine);
    entry.put("timestamp", Instant.now().toString());
    return entry;
  }
}
