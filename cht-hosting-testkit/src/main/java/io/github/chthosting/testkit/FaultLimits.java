package io.github.chthosting.testkit;

import java.util.Random;
import org.jspecify.annotations.Nullable;

/** The choice among the matching requests that a fault strikes. */
record FaultLimits(int skip, int most, double probability, @Nullable Random random) {
  static final FaultLimits NONE = new FaultLimits(0, Integer.MAX_VALUE, 1, null);

  FaultLimits {
    if (skip < 0 || most < 0 || !(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a fault cannot strike so often");
    }
  }

  FaultLimits afterFirst(int count) {
    return new FaultLimits(count, most, probability, random);
  }

  FaultLimits times(int count) {
    return new FaultLimits(skip, count, probability, random);
  }

  FaultLimits chance(double chance, Random by) {
    return new FaultLimits(skip, most, chance, by);
  }

  /** Returns whether the dice say so. */
  boolean strikes() {
    return random == null || random.nextDouble() < probability;
  }
}
