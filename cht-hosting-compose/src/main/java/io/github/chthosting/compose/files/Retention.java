package io.github.chthosting.compose.files;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.IsoFields;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The rule by which copies are kept: the last of each of so many days, weeks and months that have
 * one, in UTC. The newest whole one always is.
 *
 * @param daily 0 for none
 * @param weekly ISO weeks
 * @param monthly calendar months
 */
public record Retention(int daily, int weekly, int monthly) {
  public Retention {
    if (daily < 0 || weekly < 0 || monthly < 0) {
      throw new IllegalArgumentException("a retention must not be negative");
    }
  }

  /** Returns those that go, the oldest first; what was cut goes when a newer one is whole. */
  public List<FileSnapshot> superfluous(List<FileSnapshot> all) {
    List<FileSnapshot> whole =
        all.stream()
            .filter(FileSnapshot::isComplete)
            .sorted(Comparator.comparing(FileSnapshot::made).reversed())
            .toList();
    if (whole.isEmpty()) {
      return List.of();
    }
    FileSnapshot newest = whole.get(0);
    Set<FileSnapshot> kept = new LinkedHashSet<>(List.of(newest));
    keep(whole, daily, LocalDate::toString, kept);
    keep(whole, weekly, Retention::week, kept);
    keep(whole, monthly, day -> day.getYear() + "-" + day.getMonthValue(), kept);
    return all.stream()
        .filter(each -> !kept.contains(each) && each.made().isBefore(newest.made()))
        .sorted(Comparator.comparing(FileSnapshot::made))
        .toList();
  }

  private static void keep(
      List<FileSnapshot> newestFirst,
      int count,
      Function<LocalDate, String> period,
      Set<FileSnapshot> kept) {
    Set<String> seen = new HashSet<>();
    for (FileSnapshot each : newestFirst) {
      LocalDate day = each.made().atZone(ZoneOffset.UTC).toLocalDate();
      if (seen.size() < count && seen.add(period.apply(day))) {
        kept.add(each);
      }
    }
  }

  private static String week(LocalDate day) {
    return day.get(IsoFields.WEEK_BASED_YEAR) + "-" + day.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
  }
}
