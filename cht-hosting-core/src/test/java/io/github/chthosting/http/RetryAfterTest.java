package io.github.chthosting.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-22T08:00:00Z"), ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | PT0S",
        "7 | PT7S",
        "007 | PT7S",
        "60 | PT1M",
        "61 | PT1M",
        "999999999 | PT1M",
        "99999999999999999999 | PT1M",
        "-1 | PT0S",
        "1.5 | PT0S",
        "soon | PT0S",
        "Sun, 22 Nov 2026 08:00:09 GMT | PT9S",
        "Sun, 22 Nov 2026 09:00:00 GMT | PT1M",
        "Sun, 22 Nov 2026 07:00:00 GMT | PT0S",
        "Mon, 22 Nov 2026 08:00:09 GMT | PT0S",
        "'' | PT0S",
      })
  void readsSecondsAndDates(String header, Duration expected) {
    assertThat(RetryAfter.parse(header, CLOCK)).isEqualTo(expected);
  }

  @Test
  void pausesDoubleWithJitterUpToACap() {
    long[] middle = {300, 600, 1200, 2400, 4800, 9600};
    for (int round = 1; round <= middle.length; round++) {
      for (int i = 0; i < 50; i++) {
        long center = middle[round - 1];
        assertThat(Pacing.BACK_OFF.apply(round))
            .isBetween(center / 2, Math.min(10_000, center + center / 2));
      }
    }
    assertThat(Pacing.BACK_OFF.apply(60)).isBetween(5_000L, 10_000L);
  }

  @Test
  void noHeaderIsNoWait() {
    assertThat(RetryAfter.parse(null, CLOCK)).isEqualTo(Duration.ZERO);
  }
}
