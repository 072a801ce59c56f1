package io.github.chthosting.couchdb.maintenance;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * A part of each day, such as 22:00 to 04:00; over midnight if it ends before it begins, and the
 * whole day if both are the same.
 *
 * @param from first moment in it
 * @param to first moment after it
 * @param zone where that time is
 */
public record TimeWindow(LocalTime from, LocalTime to, ZoneId zone) {
  /** The window that is always open. */
  public static final TimeWindow ALWAYS =
      new TimeWindow(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT, ZoneId.of("UTC"));

  /** Returns whether that moment is in it. */
  public boolean contains(Instant moment) {
    LocalTime time = moment.atZone(zone).toLocalTime();
    if (from.equals(to)) {
      return true;
    }
    boolean begun = !time.isBefore(from);
    boolean over = !time.isBefore(to);
    return from.isBefore(to) ? begun && !over : begun || !over;
  }

  @Override
  public String toString() {
    return from.equals(to) ? "always" : from + " to " + to + " " + zone;
  }
}
