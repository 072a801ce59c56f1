package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.http.ApiException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Checks and makes document ids. */
public final class DocumentIds {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PREFIX_BYTES = 13;
  private static final int MAX_COUNTER = 0xfff000;

  private static String prefix = "";
  private static int counter = MAX_COUNTER;

  private static final Set<String> SYSTEM = Set.of("_users", "_replicator", "_global_changes");

  private DocumentIds() {}

  /** The id, or 400 {@code illegal_docid}. */
  static String check(JsonNode id, String database) {
    if (!id.isString()) {
      throw illegal("Document id must be a string");
    }
    return check(id.stringValue(), database);
  }

  /** The same in a database: maps of system databases are documents of {@code _dbs}. */
  static String check(String id, String database) {
    boolean map = database.equals("_dbs") && SYSTEM.contains(id);
    return map ? id : check(id);
  }

  /** The id, or 400 {@code illegal_docid}. */
  public static String check(String id) {
    if (id.isEmpty()) {
      throw illegal("Document id must not be empty");
    }
    if (id.equals("_design/") || id.equals("_local/")) {
      throw illegal("Illegal document id `" + id + "`");
    }
    if (id.startsWith("_") && !id.startsWith("_design/") && !id.startsWith("_local/")) {
      throw illegal("Only reserved document ids may start with underscore.");
    }
    return id;
  }

  static boolean isLocal(String id) {
    return id.startsWith("_local/");
  }

  /** A new id by CouchDB's algorithm {@code sequential}: 26 random digits and 6 that grow. */
  public static synchronized String fresh() {
    counter += 1 + RANDOM.nextInt(0xffe);
    if (counter >= MAX_COUNTER) {
      byte[] bytes = new byte[PREFIX_BYTES];
      RANDOM.nextBytes(bytes);
      prefix = HexFormat.of().formatHex(bytes);
      counter = 1 + RANDOM.nextInt(0xffe);
    }
    return prefix + String.format("%06x", counter);
  }

  private static ApiException illegal(String reason) {
    return new ApiException(400, "illegal_docid", reason);
  }
}
