package io.github.chthosting.testkit.internal.document;

import io.github.chthosting.testkit.internal.document.ReadOptions.Option;
import io.github.chthosting.testkit.internal.http.ApiException;
import io.github.chthosting.testkit.internal.http.Request;
import java.math.BigInteger;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Parameters of {@code _changes}. Filled by one thread. */
final class ChangesQuery {
  /** CouchDB counts down from here, which shows in where {@code seq_interval} gives sequences. */
  private static final long UNLIMITED = 1_000_000_000_000_000L;

  String feed = "normal";
  String since = "0";
  boolean descending;
  boolean allLeaves;
  boolean includeDocs;
  String filter = "";

  /** Counted down; one that is negative never comes to its end. */
  long limit = UNLIMITED;

  /** Time between heartbeats in ms; 0 if there is none. */
  long heartbeat;

  /** Time limit in ms. */
  long timeout = Long.MAX_VALUE;

  long seqInterval = 1;
  private final Set<Option> docOptions = EnumSet.noneOf(Option.class);

  static ChangesQuery parse(Request request) {
    ChangesQuery query = new ChangesQuery();
    for (Map.Entry<String, String> parameter : request.query().parameters()) {
      query.set(parameter.getKey().toLowerCase(Locale.ROOT), parameter.getValue());
    }
    String last = request.header("Last-Event-ID");
    if (query.feed.equals("eventsource") && last != null) {
      query.since = last;
    }
    return query;
  }

  ReadOptions docOptions() {
    return new ReadOptions(docOptions, null);
  }

  boolean isLive() {
    return feed.equals("continuous") || feed.equals("eventsource");
  }

  private void set(String name, String value) {
    switch (name) {
      case "feed" -> feed = feed(value);
      case "descending" -> descending = value.equals("true");
      case "since", "last-event-id" -> since = value;
      case "limit" -> limit = limit(value);
      case "style" -> allLeaves = isAll(value);
      case "heartbeat" -> heartbeat = heartbeat(value);
      case "timeout" -> timeout = Math.max(0, number(value));
      case "include_docs" -> includeDocs = value.equals("true");
      case "conflicts" -> option(Option.CONFLICTS, value);
      case "attachments" -> option(Option.ATTACHMENTS, value);
      case "att_encoding_info" -> option(Option.ATT_ENCODING_INFO, value);
      case "filter" -> filter = value;
      case "seq_interval" -> seqInterval = interval(value);
      default -> {}
    }
  }

  private void option(Option option, String value) {
    if (value.equals("true")) {
      docOptions.add(option);
    }
  }

  private static String feed(String value) {
    return switch (value) {
      case "live", "continuous" -> "continuous";
      case "normal", "longpoll", "eventsource" -> value;
      default ->
          throw ApiException.badRequest(
              "Supported `feed` types: normal, continuous, live, longpoll, eventsource");
    };
  }

  private static boolean isAll(String value) {
    return switch (value) {
      case "all_docs" -> true;
      case "main_only" -> false;
      default -> throw ApiException.failure("badarg");
    };
  }

  private static long limit(String value) {
    try {
      return new BigInteger(value).min(BigInteger.valueOf(UNLIMITED)).longValue();
    } catch (NumberFormatException e) {
      throw ApiException.failure("badarg");
    }
  }

  private static long heartbeat(String value) {
    if (value.equals("true")) {
      return 60_000;
    }
    Long number = parsed(value);
    if (number == null) {
      throw ApiException.badRequest(
          "Invalid heartbeat value. Expecting a positive integer value (in milliseconds).");
    }
    if (number <= 0) {
      throw ApiException.badRequest(
          "The heartbeat value should be a positive integer (in milliseconds).");
    }
    return number;
  }

  private static long interval(String value) {
    Long number = parsed(value);
    if (number == null || number <= 0) {
      throw ApiException.badRequest("invalid_seq_interval");
    }
    return number;
  }

  private static long number(String value) {
    Long number = parsed(value);
    if (number == null) {
      throw ApiException.failure("badarg");
    }
    return number;
  }

  private static @Nullable Long parsed(String value) {
    try {
      return Long.valueOf(value);
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
