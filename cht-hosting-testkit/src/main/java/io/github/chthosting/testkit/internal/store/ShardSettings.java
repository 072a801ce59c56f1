package io.github.chthosting.testkit.internal.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The contents of a shard beside documents. Guarded by the shard's lock, but for single reads. */
final class ShardSettings {

  /** A purge that was done. */
  record Purged(long seq, String uuid, String id, List<String> revs) {
    PurgeRequest request() {
      return new PurgeRequest(uuid, id, revs.stream().map(Rev::parse).toList());
    }
  }

  private final Deque<Purged> purges = new ArrayDeque<>();
  private volatile ObjectNode security =
      JsonText.object(
          "{\"members\":{\"roles\":[\"_admin\"]},\"admins\":{\"roles\":[\"_admin\"]}}"
              .getBytes(StandardCharsets.UTF_8));
  private volatile long revsLimit = 1000;
  private volatile long purgedInfosLimit = 1000;
  private volatile long purgeSeq;
  private volatile long updateSeq;
  private volatile String uuid = UUID.randomUUID().toString().replace("-", "");

  ObjectNode security() {
    return security.deepCopy();
  }

  void security(ObjectNode value) {
    security = value.deepCopy();
  }

  long revsLimit() {
    return revsLimit;
  }

  void revsLimit(long value) {
    revsLimit = value;
  }

  long purgedInfosLimit() {
    return purgedInfosLimit;
  }

  void purgedInfosLimit(long value) {
    purgedInfosLimit = value;
    trim();
  }

  long purgeSeq() {
    return purgeSeq;
  }

  /** The shard's sequence when the settings were last kept. */
  long updateSeq() {
    return updateSeq;
  }

  void updateSeq(long value) {
    updateSeq = value;
  }

  String uuid() {
    return uuid;
  }

  synchronized List<Purged> purges() {
    return new ArrayList<>(purges);
  }

  synchronized void purged(PurgeRequest purge) {
    purgeSeq = purgeSeq + 1;
    List<String> revs = purge.revs().stream().map(Rev::toString).toList();
    purges.add(new Purged(purgeSeq, purge.uuid(), purge.id(), revs));
  }

  /** Forgets purges beyond the limit, as a compaction does. */
  synchronized void trim() {
    while (purges.size() > purgedInfosLimit) {
      purges.remove();
    }
  }

  synchronized byte[] toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("security", security);
    json.put("revs_limit", revsLimit).put("purged_infos_limit", purgedInfosLimit);
    json.put("purge_seq", purgeSeq).put("update_seq", updateSeq);
    json.put("uuid", uuid);
    var list = json.putArray("purges");
    for (Purged purge : purges) {
      ObjectNode entry = list.addObject().put("seq", purge.seq()).put("id", purge.id());
      entry.put("uuid", purge.uuid());
      purge.revs().forEach(entry.putArray("revs")::add);
    }
    return JsonText.bytes(json);
  }

  synchronized void fromJson(byte[] text) {
    JsonNode json = JsonText.parse(text);
    security = (ObjectNode) json.get("security");
    revsLimit = json.get("revs_limit").longValue();
    purgedInfosLimit = json.get("purged_infos_limit").longValue();
    purgeSeq = json.get("purge_seq").longValue();
    updateSeq = json.get("update_seq").longValue();
    uuid = json.get("uuid").stringValue();
    purges.clear();
    for (JsonNode entry : json.get("purges")) {
      List<String> revs = new ArrayList<>();
      entry.get("revs").forEach(rev -> revs.add(rev.stringValue()));
      String purge = entry.path("uuid").asString(PurgeRequest.newId());
      purges.add(
          new Purged(entry.get("seq").longValue(), purge, entry.get("id").stringValue(), revs));
    }
  }
}
