package io.github.chthosting.compose.internal.install;

import java.util.List;

/** The number of lines by which two texts differ, in words. Pure. */
final class TextDiff {
  private TextDiff() {}

  /** {@code : 3 lines added, 1 removed}, by the longest common run of lines. */
  static String of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> fresh = after.lines().toList();
    int common = common(old, fresh);
    return ": %d lines added, %d removed".formatted(fresh.size() - common, old.size() - common);
  }

  private static int common(List<String> a, List<String> b) {
    int[] lengths = new int[b.size() + 1];
    for (String line : a) {
      int diagonal = 0;
      for (int j = 0; j < b.size(); j++) {
        int above = lengths[j + 1];
        lengths[j + 1] =
            line.equals(b.get(j)) ? diagonal + 1 : Math.max(lengths[j + 1], lengths[j]);
        diagonal = above;
      }
    }
    return lengths[b.size()];
  }
}
