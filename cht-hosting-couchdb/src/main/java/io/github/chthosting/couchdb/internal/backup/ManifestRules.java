package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.couchdb.backup.store.BackupManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Counts;
import io.github.chthosting.couchdb.backup.store.DatabaseManifest.Part;
import io.github.chthosting.couchdb.internal.Names;
import io.github.chthosting.couchdb.server.IllegalNameException;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The rules of manifests: anybody may have written them, and what they tell is believed only as far
 * as it fits together. Each method returns what is wrong, empty for nothing.
 */
final class ManifestRules {
  private static final int MOST_RANGES = 4096;
  private static final int MOST_COPIES = 1024;
  private static final int DEEPEST_SECURITY = 100;
  private static final long MOST = Long.MAX_VALUE / 1024;
  private static final String FOLDERS = "databases";
  private static final Pattern NAME = Pattern.compile("(?!.*\\.\\.)[a-z0-9._%~-]+");

  private ManifestRules() {}

  /** Judges the manifest of a backup; {@code listed} are the names in its list of hashes. */
  static String top(BackupManifest manifest, Collection<String> listed) {
    if (manifest.version() < 1) {
      return "it states version " + manifest.version();
    }
    Set<String> seen = new HashSet<>();
    for (BackupManifest.Entry entry : manifest.databases()) {
      if (entry == null || !isDatabase(entry.name())) {
        return "an entry has no name that a database can have";
      }
      if (entry.folder() == null || !isWithin(FOLDERS, entry.folder())) {
        return "the folder of " + entry.name() + " is not one of a backup";
      }
      if (entry.documents() < 0 || entry.leaves() < 0 || entry.leaves() > MOST) {
        return "it has a count that is negative or too large";
      }
      if (!seen.add(entry.folder() + "/")) {
        return "it names " + entry.name() + " twice";
      }
    }
    for (String object : listed) {
      int end = object.lastIndexOf('/') + 1;
      if (!object.equals(Manifests.TOP) && !seen.contains(object.substring(0, end))) {
        return "it names no database for " + object + ", which the backup lists";
      }
    }
    return "";
  }

  private static boolean isDatabase(@Nullable String name) {
    try {
      return name != null && !Names.requireDatabase(name).isEmpty();
    } catch (IllegalNameException e) {
      return false;
    }
  }

  /** Judges the manifest of a database against its entry and the list of hashes. */
  static String database(
      DatabaseManifest manifest, BackupManifest.Entry entry, Collection<String> listed) {
    if (!entry.name().equals(manifest.name())) {
      return "it is not of " + entry.name();
    }
    String settings = settings(manifest);
    if (!settings.isEmpty()) {
      return settings;
    }
    Set<String> objects = new HashSet<>(Set.of(entry.folder() + "/" + Manifests.TOP));
    long content = 0;
    for (Part part : manifest.parts()) {
      if (part == null || part.kind() == null || part.object() == null || part.sha256() == null) {
        return "a part has no kind, object or hash";
      }
      if (!isWithin(entry.folder(), part.object()) || !objects.add(part.object())) {
        return "'" + part.object() + "' is not a part of this database, or is named twice";
      }
      if (part.bytes() < 0 || part.content() < 0 || part.rows() < 0 || part.rows() > MOST) {
        return part.object() + " has a number that is negative or too large";
      }
      content += part.content();
      if (content < 0 || content > MOST) {
        return "its parts are larger than they can be";
      }
    }
    for (String object : listed) {
      if (object.startsWith(entry.folder() + "/") && !objects.contains(object)) {
        return "it does not name " + object + ", which the backup lists";
      }
    }
    return "";
  }

  private static boolean isWithin(String folder, String object) {
    return object.startsWith(folder + "/")
        && NAME.matcher(object.substring(folder.length() + 1)).matches();
  }

  private static String settings(DatabaseManifest manifest) {
    if (manifest.q() < 0 || manifest.q() > MOST_RANGES) {
      return "it states " + manifest.q() + " ranges";
    }
    if (manifest.n() < 0 || manifest.n() > MOST_COPIES) {
      return "it states " + manifest.n() + " copies";
    }
    Integer purges = manifest.purgedInfosLimit();
    if (manifest.revsLimit() < 1 || (purges != null && purges < 1)) {
      return "it states a limit below 1";
    }
    Counts counts = manifest.counts();
    if (counts == null || counts.changed() < 0) {
      return "it has a negative count";
    }
    return isSecurity(manifest.security()) ? "" : "its security is not that of a database";
  }

  /** The rules of CouchDB's {@code couch_db:validate_security_object}, and a depth. */
  private static boolean isSecurity(@Nullable JsonNode security) {
    return security != null
        && security.isObject()
        && !isDeep(security, DEEPEST_SECURITY)
        && areWho(security.path("admins"))
        && areWho(security.path(security.has("members") ? "members" : "readers"));
  }

  private static boolean areWho(JsonNode who) {
    return who.isMissingNode()
        || (who.isObject() && areTexts(who.path("names")) && areTexts(who.path("roles")));
  }

  private static boolean areTexts(JsonNode list) {
    return list.isMissingNode()
        || (list.isArray() && list.valueStream().allMatch(JsonNode::isString));
  }

  private static boolean isDeep(JsonNode json, int levels) {
    return levels == 0 || json.valueStream().anyMatch(value -> isDeep(value, levels - 1));
  }
}
