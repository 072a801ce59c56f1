package io.github.chthosting.couchdb.internal;

import io.github.chthosting.couchdb.server.IllegalNameException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Names of databases and documents, and how they stand in a path. The rules are those of CouchDB's
 * {@code couch_db:validate_dbname} and {@code couch_doc:validate_docid}.
 */
public final class Names {
  private static final Pattern DATABASE = Pattern.compile("[a-z][a-z0-9_$()+/-]*(\\.[0-9]{10,})?");
  private static final Set<String> SYSTEM =
      Set.of("_dbs", "_global_changes", "_metadata", "_nodes", "_replicator", "_users");
  private static final int DATABASE_LENGTH = 238;

  /** Leaves a thousand bytes for the database, a prefix and the query. */
  private static final int URL_LENGTH = 7_000;

  private Names() {}

  /**
   * Checks the name of a database.
   *
   * @throws IllegalNameException naming the rule
   */
  public static String requireDatabase(String name) {
    if (!isDatabase(name)) {
      throw new IllegalNameException(
          "illegal database name '"
              + shown(name)
              + "': only lower-case letters, digits and _$()+-/ are allowed, a letter first, at "
              + "most 238 of them. Nothing was sent.");
    }
    return name;
  }

  private static boolean isDatabase(String name) {
    if (name.length() > DATABASE_LENGTH) {
      return false;
    }
    String last = name.substring(name.lastIndexOf('/') + 1);
    boolean system = SYSTEM.contains(last);
    String rest = system ? name.substring(0, name.length() - last.length()) : name;
    return (system && rest.isEmpty()) || DATABASE.matcher(rest).matches();
  }

  /**
   * The path segments of a document: the prefix {@code _design} or {@code _local} is one of its
   * own.
   *
   * @throws IllegalNameException for an id that CouchDB refuses, or that cannot stand in a path
   */
  public static List<String> document(String id) {
    for (String prefix : List.of("_design/", "_local/")) {
      if (id.startsWith(prefix)) {
        String rest = id.substring(prefix.length());
        return List.of(prefix.substring(0, prefix.length() - 1), requireId(rest, id));
      }
    }
    if (id.startsWith("_")) {
      throw new IllegalNameException(
          "illegal document id '" + shown(id) + "': only _design/ and _local/ may begin with _");
    }
    return List.of(requireId(id, id));
  }

  /**
   * The path segments of a document that a server has already, to read it: also where CouchDB would
   * not take its id any more. {@code COPY} of CouchDB 3.3 made ids that begin with an underscore.
   */
  public static List<String> stored(String id) {
    boolean odd = id.startsWith("_") && !id.startsWith("_design/") && !id.startsWith("_local/");
    return odd ? List.of(requireText(id)) : document(id);
  }

  private static String requireId(String part, String id) {
    if (part.isEmpty()) {
      throw new IllegalNameException(
          "illegal document id '" + shown(id) + "': it must not be empty. Nothing was sent.");
    }
    return requireText(part);
  }

  /** Refuses half a surrogate pair, which UTF-8 cannot express. */
  private static String requireText(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (Character.charCount(text.codePointAt(i)) == 1) {
          throw new IllegalNameException(
              "a document id holds half a surrogate pair, at " + i + ". Nothing was sent.");
        }
        i++;
      }
    }
    return text;
  }

  /**
   * Returns whether a document of this id can be asked for by its own URL: CouchDB reads 8 kB of a
   * request line, and a proxy may resolve dots.
   */
  public static boolean fitsUrl(String id) {
    if (id.equals(".") || id.equals("..")) {
      return false;
    }
    int encoded = 0;
    for (byte octet : id.getBytes(StandardCharsets.UTF_8)) {
      encoded += octet > ' ' && octet != '%' && octet != '/' && octet != '+' ? 1 : 3;
    }
    return encoded <= URL_LENGTH;
  }

  private static String shown(String name) {
    return name.length() <= 100 ? name : name.substring(0, 100) + "…";
  }
}
