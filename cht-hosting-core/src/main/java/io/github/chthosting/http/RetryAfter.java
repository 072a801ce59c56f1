package io.github.chthosting.http;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The {@code Retry-After} header: seconds or an HTTP date (RFC 9110, 10.2.3). */
final class RetryAfter {
  static final Duration CAP = Duration.ofSeconds(60);

  private RetryAfter() {}

  /**
   * Returns how long to wait, from zero to {@link #CAP}; zero where the header is missing or not
   * clear.
   */
  static Duration parse(@Nullable String header, Clock clock) {
    if (header == null || header.isBlank()) {
      return Duration.ZERO;
    }
    String value = header.strip();
    Duration wait =
        value.chars().allMatch(c -> c >= '0' && c <= '9')
            ? seconds(value)
            : untilDate(value, clock);
    return wait.compareTo(CAP) > 0 ? CAP : wait;
  }

  private static Duration seconds(String digits) {
    return digits.length() > 9 ? CAP : Duration.ofSeconds(Long.parseLong(digits));
  }

  private static Duration untilDate(String date, Clock clock) {
    try {
      ZonedDateTime until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
      Duration wait = Duration.between(clock.instant(), until.toInstant());
      return wait.isNegative() ? Duration.ZERO : wait;
    } catch (DateTimeException e) {
      return Duration.ZERO;
    }
  }
}
