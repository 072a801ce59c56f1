package io.github.chthosting.couchdb.internal;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names of databases and design documents as {@code _active_tasks} has them. */
public final class TaskDatabase {
  private static final Pattern SHARD = Pattern.compile("shards/[^/]+/(.+)\\.\\d+");
  private static final String DESIGN = "_design/";

  private TaskDatabase() {}

  /** The database of {@code shards/{range}/{db}.{suffix}}; anything else as it is. */
  public static String of(String task) {
    Matcher matcher = SHARD.matcher(task);
    return matcher.matches() ? matcher.group(1) : task;
  }

  /** A design document's name without {@code _design/}. */
  public static String design(String id) {
    return id.startsWith(DESIGN) ? id.substring(DESIGN.length()) : id;
  }
}
