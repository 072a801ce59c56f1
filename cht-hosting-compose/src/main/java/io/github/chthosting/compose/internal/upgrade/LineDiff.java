package io.github.chthosting.compose.internal.upgrade;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The lines by which two texts differ. Pure. */
final class LineDiff {
  private static final int MOST = 40;
  private static final Pattern SECRET =
      Pattern.compile("(?i)(password|secret|token)[A-Za-z_]*['\"]?\\s*[:=]\\s*['\"]?[^\\s$'\"]");
  private static final Pattern USER_INFO = Pattern.compile("//[^/\\s:@]*:[^$/\\s@]+@");

  private LineDiff() {}

  /**
   * {@code - old} and {@code + new} lines in their order, the first 40 of them; a line that a
   * person wrote a secret into is not shown.
   */
  static List<String> of(String before, String after) {
    List<String> old = before.lines().toList();
    List<String> fresh = after.lines().toList();
    List<String> all = merge(old, fresh, common(old, fresh));
    if (all.size() <= MOST) {
      return all;
    }
    List<String> some = new ArrayList<>(all.subList(0, MOST));
    some.add("... and " + (all.size() - MOST) + " lines more");
    return some;
  }

  /** The number of lines, for each pair of places, that can be kept from there on. */
  private static int[][] common(List<String> a, List<String> b) {
    int[][] kept = new int[a.size() + 1][b.size() + 1];
    for (int i = a.size() - 1; i >= 0; i--) {
      for (int j = b.size() - 1; j >= 0; j--) {
        kept[i][j] =
            a.get(i).equals(b.get(j))
                ? kept[i + 1][j + 1] + 1
                : Math.max(kept[i + 1][j], kept[i][j + 1]);
      }
    }
    return kept;
  }

  private static List<String> merge(List<String> a, List<String> b, int[][] kept) {
    List<String> lines = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      if (i < a.size() && j < b.size() && a.get(i).equals(b.get(j))) {
        i++;
        j++;
      } else if (i < a.size() && (j == b.size() || kept[i + 1][j] >= kept[i][j + 1])) {
        lines.add("- " + shown(a.get(i++)));
      } else {
        lines.add("+ " + shown(b.get(j++)));
      }
    }
    return lines;
  }

  private static String shown(String line) {
    boolean secret = SECRET.matcher(line).find() || USER_INFO.matcher(line).find();
    return secret ? "(a line with a secret)" : line;
  }
}
