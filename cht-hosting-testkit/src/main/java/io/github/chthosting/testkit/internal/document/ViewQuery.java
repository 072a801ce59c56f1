package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Query;
import io.github.chthosting.testkit.internal.http.ServerVersion;
import io.github.chthosting.testkit.internal.store.JsonText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Parameters of a view or of {@code _all_docs}, from the query string, a body, or both. Filled by
 * one thread.
 */
public final class ViewQuery {
  /** Groups by whole keys. */
  private static final long EXACT = Long.MAX_VALUE;

  /** The greatest small integer of Erlang. */
  private static final long MOST = (1L << 59) - 1;

  public @Nullable Boolean reduce;
  public @Nullable JsonNode startKey;
  public @Nullable JsonNode endKey;
  public @Nullable List<JsonNode> keys;
  public @Nullable String startId;
  public @Nullable String endId;
  public long limit = Long.MAX_VALUE;
  public long skip;
  public boolean descending;
  public long groupLevel;
  public boolean inclusiveEnd = true;
  public boolean includeDocs;
  public boolean updateSeq;
  public boolean sorted = true;

  /** True if the index is to be read as it is. */
  public boolean stale;

  /** True if {@code _all_docs} takes no notice of a bound that is no string, as before 3.4. */
  final boolean looseBounds;

  private final boolean limitless;
  private boolean conflictsAsked;
  private final Set<Option> docOptions = EnumSet.noneOf(Option.class);

  /** An empty one. */
  public ViewQuery() {
    this(ServerVersion.NEWEST);
  }

  /** An empty one, as that version takes it. */
  public ViewQuery(ServerVersion version) {
    looseBounds = version.isBefore(3, 4);
    limitless = version.isBefore(3, 4);
  }

  /** Takes the query string's parameters, whose keys are JSON. */
  public ViewQuery take(Query query) {
    for (Map.Entry<String, String> parameter : query.parameters()) {
      String name = parameter.getKey();
      String value = parameter.getValue();
      switch (name) {
        case "key", "keys", "startkey", "start_key", "endkey", "end_key" ->
            key(name, JsonText.parse(value));
        default -> set(name, new GivenValue(value));
      }
    }
    return this;
  }

  /** Takes the members of a body. */
  public ViewQuery take(ObjectNode body) {
    for (Map.Entry<String, JsonNode> member : body.properties()) {
      switch (member.getKey()) {
        case "key", "keys", "startkey", "start_key", "endkey", "end_key" ->
            key(member.getKey(), member.getValue());
        default -> set(member.getKey(), new GivenValue(member.getValue()));
      }
    }
    return this;
  }

  /** Takes one of several queries like {@link #take(ObjectNode)}; a single key is a range here. */
  public ViewQuery takeQuery(ObjectNode query) {
    return take(query).singleKeyAsRange();
  }

  /** A single one of {@code keys} is a range, as views take it. */
  public ViewQuery singleKeyAsRange() {
    if (keys != null && keys.size() == 1 && !looseBounds) {
      startKey = keys.get(0);
      endKey = startKey;
      keys = null;
    }
    return this;
  }

  /** Returns what documents are printed with. */
  public ReadOptions docOptions() {
    return new ReadOptions(docOptions, null);
  }

  private void key(String name, JsonNode value) {
    switch (name) {
      case "key" -> {
        startKey = value;
        endKey = value;
      }
      case "keys" -> keys(value);
      case "startkey", "start_key" -> startKey = value;
      default -> endKey = value;
    }
  }

  private void keys(JsonNode value) {
    if (!value.isArray()) {
      throw ApiException.badRequest("`keys` parameter must be an array.");
    }
    List<JsonNode> all = new ArrayList<>();
    value.forEach(all::add);
    keys = all;
    if (all.size() == 1 && !looseBounds) {
      startKey = all.get(0);
      endKey = startKey;
    }
  }

  private void set(String name, GivenValue given) {
    String value = given.text();
    switch (name) {
      case "reduce" -> reduce = bool(given);
      case "startkey_docid", "start_key_doc_id" -> startId = value;
      case "endkey_docid", "end_key_doc_id" -> endId = value;
      case "limit" -> limit = limited(given);
      case "skip" -> skip = positive(given);
      case "descending" -> descending = bool(given);
      case "group" -> groupLevel = bool(given) ? EXACT : 0;
      case "group_level" -> groupLevel = positive(given);
      case "inclusive_end" -> inclusiveEnd = bool(given);
      case "include_docs" -> includeDocs = bool(given);
      case "update_seq" -> updateSeq = bool(given);
      case "sorted" -> sorted = bool(given);
      case "stale" -> stale = oneOf("stale", value, "ok", "update_after");
      case "stable" -> oneOf("stable", value, "true", "false");
      case "update" ->
          stale = oneOf("update", value, "true", "false", "lazy") && !value.equals("true");
      case "attachments" -> option(Option.ATTACHMENTS, given);
      case "att_encoding_info" -> option(Option.ATT_ENCODING_INFO, given);
      case "conflicts" -> {
        conflictsAsked = true;
        option(Option.CONFLICTS, given);
      }
      default -> {}
    }
  }

  private void option(Option option, GivenValue given) {
    if (bool(given)) {
      docOptions.add(option);
    }
  }

  private static boolean oneOf(String name, String value, String... allowed) {
    if (!List.of(allowed).contains(value)) {
      throw parseError("Invalid value for `" + name + "`.");
    }
    return true;
  }

  private static boolean bool(GivenValue given) {
    return switch (given.text().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw parseError("Invalid boolean parameter: " + given.shownAsList());
    };
  }

  private long limited(GivenValue given) {
    long limit = positive(given);
    if (limit > MOST && !limitless) {
      throw parseError("Limit is too large, must not exceed " + MOST);
    }
    return limit;
  }

  private static long positive(GivenValue given) {
    BigInteger number;
    try {
      number = new BigInteger(given.isNumber() ? given.text() : "");
    } catch (NumberFormatException e) {
      throw parseError("Invalid value for integer: " + given.shown());
    }
    if (number.signum() < 0) {
      throw parseError("Invalid value for positive integer: " + given.shown());
    }
    return number.min(BigInteger.valueOf(Long.MAX_VALUE)).longValue();
  }

  /** 400 {@code query_parse_error}. */
  public static ApiException parseError(String reason) {
    return new ApiException(400, "query_parse_error", reason);
  }

  /** Returns whether rows are reduced by whole keys. */
  public boolean isExactGroup() {
    return groupLevel == EXACT;
  }

  private boolean isSame() {
    return keys != null
        && keys.size() == 1
        && keys.get(0).equals(startKey)
        && keys.get(0).equals(endKey);
  }

  /**
   * Checks what does not go together.
   *
   * @param reduced whether the view is reduced
   */
  public ViewQuery validated(boolean reduced) {
    boolean exact = isExactGroup();
    if (!reduced && Boolean.TRUE.equals(reduce)) {
      throw parseError("Reduce is invalid for map-only views.");
    }
    if (reduced && keys != null && !exact) {
      throw parseError(
          (looseBounds ? "Multi-key fetchs" : "Multi-key fetches")
              + " for reduce views must use `group=true`");
    }
    if (!reduced && (exact || groupLevel > 0)) {
      throw parseError("Invalid use of grouping on a map view.");
    }
    if (keys != null && !keys.isEmpty() && !isSame() && (startKey != null || endKey != null)) {
      throw parseError("`keys` is incompatible with `key`, `start_key` and `end_key`");
    }
    if (reduced && conflictsAsked) {
      throw parseError("`conflicts` is invalid for reduce views.");
    }
    if (reduced && includeDocs) {
      throw parseError("`include_docs` is invalid for reduce");
    }
    return this;
  }
}
