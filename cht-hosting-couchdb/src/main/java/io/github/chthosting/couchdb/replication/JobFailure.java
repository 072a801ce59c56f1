package io.github.chthosting.couchdb.replication;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The reason why a job does not run.
 *
 * @param cause what to look at
 * @param text CouchDB's words, without passwords
 */
public record JobFailure(Cause cause, String text) {
  private static final Pattern USER_INFO = Pattern.compile("//[^/@\\s\"]*@");
  private static final Pattern HEADER = Pattern.compile("(?i)(basic|bearer) [a-z0-9+/=._-]{4,}");
  private static final Pattern PASSWORD = Pattern.compile("(?i)(password[\"<>,:\\s]+)[^\",}>\\s]+");

  public JobFailure {
    text = USER_INFO.matcher(text).replaceAll("//");
    text = HEADER.matcher(text).replaceAll("$1 ***");
    text = PASSWORD.matcher(text).replaceAll("$1***");
  }

  /** The causes, by what to look at. */
  public enum Cause {
    /** The user or password of the source or target is wrong, or has too few rights. */
    ACCESS,
    /** The source or target is not there. */
    DATABASE_MISSING,
    /** The source or target cannot be reached from the node that runs the job, or broke off. */
    UNREACHABLE,
    /** The TLS connection failed: certificate not trusted, expired, or for another name. */
    TLS,
    /** The job does the same as another one. */
    DUPLICATE,
    /** The document is no valid replication. */
    DEFINITION,
    /** The filter function is not there or throws. */
    FILTER,
    /** The checkpoint cannot be written. */
    CHECKPOINT,
    /** The server said 5xx or 429. */
    SERVER,
    UNKNOWN;

    /** Returns whether it may go away with nothing changed by anybody. */
    public boolean isTransient() {
      return this == UNREACHABLE || this == SERVER || this == CHECKPOINT || this == UNKNOWN;
    }
  }

  private static final List<Map.Entry<Cause, List<String>>> SIGNS =
      List.of(
          Map.entry(
              Cause.DUPLICATE, List.of("duplicate", "already started by", "db_name_conflict")),
          Map.entry(
              Cause.ACCESS,
              List.of("unauthorized", "auth_error", "forbidden", "{code,401}", "{code,403}")),
          Map.entry(
              Cause.TLS,
              List.of("tls_alert", "bad_cert", "unknown_ca", "handshake", "certificate", "ssl")),
          Map.entry(Cause.FILTER, List.of("filter")),
          Map.entry(Cause.DATABASE_MISSING, List.of("db_not_found", "could not open")),
          Map.entry(Cause.CHECKPOINT, List.of("checkpoint")),
          Map.entry(
              Cause.UNREACHABLE,
              List.of(
                  "nxdomain",
                  "could not resolve",
                  "econnrefused",
                  "conn_failed",
                  "ehostunreach",
                  "timeout",
                  "closed",
                  "connection")),
          Map.entry(Cause.DEFINITION, List.of("bad_rep_doc", "invalid url", "not_supported")),
          Map.entry(Cause.SERVER, List.of("{code,5", "{code,429", "http_error_code")));

  static JobFailure of(String text) {
    String signs = text.toLowerCase(Locale.ROOT).replace(" ", "");
    for (Map.Entry<Cause, List<String>> sign : SIGNS) {
      if (sign.getValue().stream().anyMatch(word -> signs.contains(word.replace(" ", "")))) {
        return new JobFailure(sign.getKey(), text);
      }
    }
    return new JobFailure(Cause.UNKNOWN, text);
  }

  /** Returns a text such as {@code ACCESS (unauthorized: …)}. */
  @Override
  public String toString() {
    return cause + " (" + text + ")";
  }
}
