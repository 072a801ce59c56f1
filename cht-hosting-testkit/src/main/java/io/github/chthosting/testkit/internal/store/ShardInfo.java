package io.github.chthosting.testkit.internal.store;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The answer of {@code GET /db} for one shard. */
record ShardInfo(
    String name,
    ShardState state,
    ShardSettings settings,
    Persistence persistence,
    long startMicros) {

  /** Information about a shard that was opened just now. */
  ShardInfo(String name, ShardState state, ShardSettings settings, Persistence persistence) {
    this(name, state, settings, persistence, System.currentTimeMillis() * 1000);
  }

  /** {@code file}, {@code external} and {@code active} of {@code sizes}, in bytes. */
  ObjectNode sizes() {
    long active = state.bytes();
    ObjectNode sizes = JsonNodeFactory.instance.objectNode();
    sizes.put("active", active).put("external", active);
    return sizes.put("file", Math.max(persistence.size(), active));
  }

  ObjectNode shown() {
    ObjectNode info = JsonNodeFactory.instance.objectNode();
    info.put("db_name", name).put("engine", "couch_bt_engine");
    info.put("doc_count", state.live()).put("doc_del_count", state.deleted());
    info.put("update_seq", state.seq()).put("purge_seq", settings.purgeSeq());
    info.put("compact_running", false).set("sizes", sizes());
    info.put("instance_start_time", String.valueOf(startMicros)).put("disk_format_version", 8);
    info.put("committed_update_seq", state.seq()).put("compacted_seq", state.compactedSeq());
    info.putObject("props");
    return info.put("uuid", settings.uuid());
  }
}
