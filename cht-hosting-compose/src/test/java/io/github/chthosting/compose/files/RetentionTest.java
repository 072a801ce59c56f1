package io.github.chthosting.compose.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.chthosting.compose.files.FileSnapshot.Part;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The choice of copies to be deleted. */
class RetentionTest {
  private static FileSnapshot whole(String day) {
    Instant made = Instant.parse(day + "T12:00:00Z");
    return new FileSnapshot(
        day, made, Map.of(Part.VIEWS, "v", Part.DATABASES, "d", Part.SYSTEM, "s"));
  }

  private static FileSnapshot cut(String day) {
    return new FileSnapshot(day, Instant.parse(day + "T12:00:00Z"), Map.of(Part.VIEWS, "v"));
  }

  private static List<String> names(List<FileSnapshot> all) {
    return all.stream().map(FileSnapshot::name).toList();
  }

  @Test
  void theLastOfEachPeriodIsKept() {
    List<FileSnapshot> all = new ArrayList<>();
    for (String day :
        List.of(
            "2026-09-29",
            "2026-09-30",
            "2026-10-31",
            "2026-11-08",
            "2026-11-14",
            "2026-11-15",
            "2026-11-20",
            "2026-11-21",
            "2026-11-22")) {
      all.add(whole(day));
    }
    assertThat(names(new Retention(2, 0, 0).superfluous(all)))
        .containsExactly(
            "2026-09-29",
            "2026-09-30",
            "2026-10-31",
            "2026-11-08",
            "2026-11-14",
            "2026-11-15",
            "2026-11-20");
    // Weeks end on the 22nd, 15th and 8th; months on the last of each.
    assertThat(names(new Retention(0, 3, 3).superfluous(all)))
        .containsExactly("2026-09-29", "2026-11-14", "2026-11-20", "2026-11-21");
    assertThat(new Retention(99, 0, 0).superfluous(all)).isEmpty();
  }

  @Test
  void theNewestWholeOneStaysAndWhatWasCutGoesAfterIt() {
    List<FileSnapshot> all =
        List.of(
            cut("2026-11-18"),
            whole("2026-11-19"),
            cut("2026-11-20"),
            whole("2026-11-21"),
            cut("2026-11-22"));
    assertThat(names(new Retention(0, 0, 0).superfluous(all)))
        .containsExactly("2026-11-18", "2026-11-19", "2026-11-20");
    assertThat(new Retention(0, 0, 0).superfluous(List.of(cut("2026-11-20")))).isEmpty();
  }
}
