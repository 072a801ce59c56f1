package io.github.chthosting.testkit.internal.server;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.util.Set;

/** The rules for names of databases. */
final class DatabaseNames {
  private static final Set<String> SYSTEM =
      Set.of("_dbs", "_global_changes", "_metadata", "_nodes", "_replicator", "_users");
  private static final int LAST_SEGMENT = 238;
  private static final int SEGMENT = 255;

  private DatabaseNames() {}

  /** Throws 400 if a clustered database cannot have that name. */
  static void check(String name) {
    if (!isLegal(name)) {
      throw illegal(name);
    }
    String[] segments = name.split("/", -1);
    for (int i = 0; i < segments.length; i++) {
      if (segments[i].length() > (i == segments.length - 1 ? LAST_SEGMENT : SEGMENT)) {
        throw new ApiException(
            400,
            "database_name_too_long",
            "At least one path segment of `" + name + "` is too long.");
      }
    }
  }

  /** Throws 400 if a file of a node cannot have that name. */
  static void checkFile(String name) {
    String plain = name.replaceFirst("\\.[0-9]+$", "");
    if (!isLegal(plain)) {
      throw illegal(name);
    }
  }

  /** Shards of system databases are legal too. No name may lead out of a node's folder. */
  private static boolean isLegal(String name) {
    String plain = name.replaceFirst("^shards/[0-9a-f]{8}-[0-9a-f]{8}/", "");
    return name.matches("[a-z][a-z0-9_$()+/-]*") || SYSTEM.contains(plain);
  }

  private static ApiException illegal(String name) {
    return new ApiException(
        400,
        "illegal_database_name",
        "Name: '"
            + name
            + "'. Only lowercase characters (a-z), digits (0-9), and any of the characters"
            + " _, $, (, ), +, -, and / are allowed. Must begin with a letter.");
  }
}
