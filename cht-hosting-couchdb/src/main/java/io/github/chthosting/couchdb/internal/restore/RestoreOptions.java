package io.github.chthosting.couchdb.internal.restore;

import io.github.chthosting.couchdb.DatabaseOptions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The options of a restore.
 *
 * @param databases only these; all if empty
 * @param names target by source, for those that are renamed
 * @param prefix before all other names
 * @param create options of databases that are created, over those of the backup
 * @param intoExisting whether targets may hold documents
 * @param locals whether {@code _local} documents are restored
 * @param replications whether {@code _replicator} is
 * @param limits of requests
 */
public record RestoreOptions(
    List<String> databases,
    Map<String, String> names,
    String prefix,
    DatabaseOptions create,
    boolean intoExisting,
    boolean locals,
    boolean replications,
    Limits limits) {
  public RestoreOptions {
    databases = List.copyOf(databases);
    names = Map.copyOf(names);
  }

  public static RestoreOptions defaults() {
    return new RestoreOptions(
        List.of(),
        Map.of(),
        "",
        DatabaseOptions.defaults(),
        false,
        false,
        false,
        Limits.defaults());
  }

  public RestoreOptions databases(List<String> only) {
    return new RestoreOptions(
        only, names, prefix, create, intoExisting, locals, replications, limits);
  }

  public RestoreOptions rename(String source, String target) {
    Map<String, String> more = new LinkedHashMap<>(names);
    more.put(source, target);
    return new RestoreOptions(
        databases, more, prefix, create, intoExisting, locals, replications, limits);
  }

  public RestoreOptions prefix(String text) {
    return new RestoreOptions(
        databases, names, text, create, intoExisting, locals, replications, limits);
  }

  public RestoreOptions create(DatabaseOptions options) {
    return new RestoreOptions(
        databases, names, prefix, options, intoExisting, locals, replications, limits);
  }

  public RestoreOptions intoExisting(boolean allowed) {
    return new RestoreOptions(
        databases, names, prefix, create, allowed, locals, replications, limits);
  }

  public RestoreOptions locals(boolean wanted) {
    return new RestoreOptions(
        databases, names, prefix, create, intoExisting, wanted, replications, limits);
  }

  public RestoreOptions replications(boolean wanted) {
    return new RestoreOptions(
        databases, names, prefix, create, intoExisting, locals, wanted, limits);
  }

  public RestoreOptions limits(Limits other) {
    return new RestoreOptions(
        databases, names, prefix, create, intoExisting, locals, replications, other);
  }

  /** The name that a database of the backup gets. */
  String target(String source) {
    return names.getOrDefault(source, prefix + source);
  }
}
