package io.github.chthosting.couchdb.cluster;

import io.github.chthosting.couchdb.CouchDb;
import io.github.chthosting.platform.Marks;
import io.github.chthosting.platform.PlanRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Steps that change one node's configuration. */
final class NodeSettingChanges {
  private final CouchDb couch;
  private final String node;
  private final BiConsumer<BooleanSupplier, Supplier<String>> await;

  /**
   * @param await waits until the one is true, or fails with what the other says
   */
  NodeSettingChanges(
      CouchDb couch, String node, BiConsumer<BooleanSupplier, Supplier<String>> await) {
    this.couch = couch;
    this.node = node;
    this.await = await;
  }

  /** What must be the same on all nodes, as the node has it that we speak to. */
  void align(Marks marks) {
    Map<String, Map<String, String>> wanted = couch.node().configuration();
    Map<String, Map<String, String>> there = couch.node(node).configuration();
    List<Map.Entry<String, String>> keys = new ArrayList<>(NodeSettings.MUST_BE_EQUAL);
    wanted
        .getOrDefault("admins", Map.of())
        .keySet()
        .forEach(it -> keys.add(Map.entry("admins", it)));
    for (Map.Entry<String, String> key : keys) {
      String value = value(wanted, key);
      if (!value.isEmpty() && !value.equals(value(there, key))) {
        // The value itself may be a secret, and the journal is a file: only that it was set.
        marks.put("set:" + key.getKey() + "/" + key.getValue(), "yes");
        configure(key.getKey(), key.getValue(), value);
      }
    }
  }

  private static String value(
      Map<String, Map<String, String>> sections, Map.Entry<String, String> key) {
    return sections.getOrDefault(key.getKey(), Map.of()).getOrDefault(key.getValue(), "");
  }

  /** What it had is not kept, since it may be secret; its own values can be set again by hand. */
  static void restore(Map<String, String> known) {
    boolean any = known.keySet().stream().anyMatch(name -> name.startsWith("set:"));
    if (any) {
      throw new PlanRefusedException(
          "roll back of " + NodePlans.ALIGN,
          List.of(
              "the node has the cluster's administrators and secrets already, which harms nothing: resume, and remove the node afterwards"));
    }
  }

  void maintain(Marks marks, String mode) {
    String before = couch.node(node).configuration("couchdb", "maintenance_mode").orElse("");
    if (!before.equals(mode)) {
      marks.put("before", before);
      configure("couchdb", "maintenance_mode", mode);
    }
    await.accept(
        () -> couch.node(node).configuration("couchdb", "maintenance_mode").orElse("").equals(mode),
        () -> node + " does not keep maintenance_mode: resume");
  }

  void endMaintenance(String before) {
    String now = couch.node(node).configuration("couchdb", "maintenance_mode").orElse("");
    if (!now.equals(before)) {
      configure("couchdb", "maintenance_mode", before);
    }
  }

  private void configure(String section, String key, String value) {
    if (value.isEmpty()) {
      couch.node(node).removeConfiguration(section, key);
    } else {
      couch.node(node).configure(section, key, value);
    }
  }
}
