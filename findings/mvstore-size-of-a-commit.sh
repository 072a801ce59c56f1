#!/usr/bin/env bash
# H2's MVStore 2.4.240: 2,000 commits of one small number each make a file of 26 MB, and close() leaves it so.
#
# Version     named in the first line, pinned below.
# Behaviour   Every commit appends a chunk of its own: about 13 KB for 12 bytes. Chunks are reused only after the retention time (45 s) and by
#             background work, so a burst is never compacted while it lasts. close() does not shrink the file either; close(100) (milliseconds for
#             compaction) makes a fifteenth of it.
# Expected    Some 100 KB: a log-structured store appends what changed, and tidies up when it is closed.
# Seen        2026-11-29: 26,099,712 bytes after 2,000 commits and after close(), 1,761,280 after close(100).
# Consequence A history that commits each sample is 130 MB for a week of minutes once it is imported or caught up in one go, on the
#             disk that its owner watches for filling up. Commit in groups, and close with time for compaction.
source "$(dirname "$0")/begin.bash"
maven com.h2database:h2-mvstore:2.4.240
seen=$(run_java Commits <<'J'
import java.nio.file.*;
import org.h2.mvstore.*;

public class Commits {
  public static void main(String[] args) throws Exception {
    Path file = Files.createTempDirectory("history").resolve("history.db");
    var store = new MVStore.Builder().fileName(file.toString()).open();
    MVMap<Long, Integer> map = store.openMap("history");
    for (long i = 0; i < 2000; i++) {
      map.put(i, 1);
      store.commit();
    }
    System.out.println("2,000 commits: " + size(file));
    store.close();
    System.out.println("close(): " + size(file));
    store = new MVStore.Builder().fileName(file.toString()).open();
    System.out.println("entries: " + store.openMap("history").size());
    store.close(100);
    System.out.println("close(100): " + size(file));
  }

  static String size(Path file) throws Exception {
    long bytes = Files.size(file);
    System.err.println(bytes);
    return bytes > 20_000_000 ? "more than 20 MB" : bytes < 6_000_000 ? "less than 6 MB" : bytes + " bytes";
  }
}
J
)
recorded "$seen" <<'R'
2,000 commits: more than 20 MB
close(): more than 20 MB
entries: 2000
close(100): less than 6 MB
R
