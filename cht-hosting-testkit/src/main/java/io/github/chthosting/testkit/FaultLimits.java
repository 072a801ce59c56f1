package io.github.chthosting.testkit;

/** The choice among the matching requests that a fault strikes. */
record FaultLimits(int skip, int most) {
  static final FaultLimits NONE = new FaultLimits(0, Integer.MAX_VALUE);

  FaultLimits {
    if (skip < 0 || most < 0) {
      throw new IllegalArgumentException("a fault cannot strike so often");
    }
  }

  FaultLimits afterFirst(int count) {
    return new FaultLimits(count, most);
  }

  FaultLimits times(int count) {
    return new FaultLimits(skip, count);
  }
}
