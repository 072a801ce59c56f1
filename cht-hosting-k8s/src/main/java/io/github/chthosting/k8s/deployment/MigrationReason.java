package io.github.chthosting.k8s.deployment;

import java.util.LinkedHashMap;
import java.util.Map;

/** Why a value of one chart is another in a newer one. */
final class MigrationReason {
  private static final String SPELLING = "5.x spells it clusteredCouchEnabled";
  private static final Map<String, String> NEW = new LinkedHashMap<>();
  private static final Map<String, String> GONE = new LinkedHashMap<>();
  private static final Map<String, String> OTHER = new LinkedHashMap<>();

  static {
    NEW.put("couchdb.clusteredCouch", SPELLING);
    NEW.put("couchdb.storage_class", "named, so that a claim that is there keeps its class");
    NEW.put("sentinel.", "new in 5.2");
    GONE.put("couchdb.clusteredCouch", SPELLING);
    GONE.put("upgrade_service", "5.x has no upgrade service on Kubernetes");
    OTHER.put("cht", "the wanted version");
    OTHER.put("couchdb_data.", "of the type that the chart takes");
    OTHER.put("toleration.value", "of the type that the chart takes");
    OTHER.put("environment", "the word for this kind of cluster");
  }

  private MigrationReason() {}

  static String of(String path, boolean isNew, boolean goes) {
    if (isNew) {
      return first(NEW, path, "given, since the newer chart has no default");
    }
    return goes
        ? first(GONE, path, "no template of the newer chart uses it here")
        : first(OTHER, path, "as the newer chart has it");
  }

  private static String first(Map<String, String> reasons, String path, String otherwise) {
    return reasons.entrySet().stream()
        .filter(each -> path.startsWith(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(otherwise);
  }
}
