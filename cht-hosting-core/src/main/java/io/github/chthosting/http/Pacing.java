package io.github.chthosting.http;

import io.github.resilience4j.core.IntervalFunction;
import java.time.Duration;

/** The pauses between attempts of one call. */
@FunctionalInterface
interface Pacing {

  /** 150 to 450 ms, twice as long each time, at most 10 s. */
  IntervalFunction BACK_OFF =
      IntervalFunction.ofExponentialRandomBackoff(
          Duration.ofMillis(300), 2.0, 0.5, Duration.ofSeconds(10));

  static Pacing exponential() {
    return (round, atLeast) -> Thread.sleep(Math.max(atLeast.toMillis(), BACK_OFF.apply(round)));
  }

  /** Waits before round {@code round + 1}, from 1; {@code atLeast} is what the server asked for. */
  void pause(int round, Duration atLeast) throws InterruptedException;
}
