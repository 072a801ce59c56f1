package io.github.chthosting.k8s.deployment;

import java.util.LinkedHashMap;
import java.util.Map;

/** Why a value of one chart is another in a newer one. */
final class MigrationReason {
  private static final Map<String, String> BY_PATH = new LinkedHashMap<>();

  static {
    BY_PATH.put("chtversion", "the wanted version");
    BY_PATH.put("cht_image_tag", "the wanted version");
    BY_PATH.put("couchdb.clusteredCouch", "5.x spells it clusteredCouchEnabled");
    BY_PATH.put("upgrade_service", "5.x has no upgrade service on Kubernetes");
    BY_PATH.put("couchdb.storage_class", "named, so that a claim that is there keeps its class");
    BY_PATH.put("api.", "new in 5.x; its chart has no defaults");
    BY_PATH.put("sentinel.", "new in 5.2");
    BY_PATH.put("couchdb_data.preExisting", "a truth value without quotes");
    BY_PATH.put("couchdb_data.partition", "5.x takes text");
    BY_PATH.put("toleration.value", "text in quotes");
    BY_PATH.put("k3s_use_vSphere", "a truth value without quotes");
    BY_PATH.put("local_storage", "the volumes are made beside the chart, which cannot bind them");
    BY_PATH.put("environment", "the word for this kind of cluster");
  }

  private MigrationReason() {}

  static String of(String path, boolean isNew, boolean goes) {
    return BY_PATH.entrySet().stream()
        .filter(each -> path.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(
            goes
                ? "no template of the newer chart uses it here"
                : isNew
                    ? "given, since the newer chart has no default"
                    : "as the newer chart has it");
  }
}
