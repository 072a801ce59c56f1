package io.github.chthosting.couchdb;

import io.github.chthosting.CheckReturnValue;
import io.github.chthosting.couchdb.internal.Parameters;
import io.github.chthosting.http.Call;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The options for creating a database; what is not said is the server's default. Immutable: every
 * method returns a changed copy.
 */
@CheckReturnValue
public final class DatabaseOptions {
  private static final Pattern PLACEMENT =
      Pattern.compile("[^:,\\s]+:[1-9][0-9]*(,[^:,\\s]+:[1-9][0-9]*)*");

  private final Parameters parameters;

  private DatabaseOptions(Parameters parameters) {
    this.parameters = parameters;
  }

  /** The server's defaults. */
  public static DatabaseOptions defaults() {
    return new DatabaseOptions(Parameters.NONE);
  }

  /** Sets the number of ranges that the documents are spread over. It can only grow later. */
  public DatabaseOptions q(int ranges) {
    return with("q", requirePositive("q", ranges));
  }

  /** Copies of each range. */
  public DatabaseOptions n(int copies) {
    return with("n", requirePositive("n", copies));
  }

  /**
   * Lets documents whose ids begin with the same partition key lie together. CouchDB 3.0 or later.
   */
  public DatabaseOptions partitioned() {
    return with("partitioned", true);
  }

  /** Copies by zone, such as {@code metro-dc-a:2,metro-dc-b:1}. */
  public DatabaseOptions placement(String zones) {
    if (!PLACEMENT.matcher(zones).matches()) {
      throw new IllegalArgumentException("a placement is zone:copies,…, not '" + zones + "'");
    }
    return with("placement", zones);
  }

  /** Returns the query parameters of CouchDB. */
  public Map<String, Object> parameters() {
    return parameters.values();
  }

  Call addTo(Call call) {
    return parameters.addTo(call);
  }

  private static int requirePositive(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, not " + value);
    }
    return value;
  }

  private DatabaseOptions with(String name, Object value) {
    return new DatabaseOptions(parameters.with(name, value));
  }
}
