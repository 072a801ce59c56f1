package io.github.chthosting.testkit.internal.store;

import java.util.Comparator;

/** Order of document ids: by their UTF-8 bytes. */
public final class Ids {

  /** The order by UTF-8 bytes, which is the order of code points. */
  public static final Comparator<String> ORDER = Ids::compare;

  private Ids() {}

  private static int compare(String a, String b) {
    int shorter = Math.min(a.length(), b.length());
    for (int i = 0; i < shorter; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        return Character.isSurrogate(x) == Character.isSurrogate(y)
            ? x - y
            : Boolean.compare(Character.isSurrogate(x), Character.isSurrogate(y));
      }
    }
    return a.length() - b.length();
  }

  /** Returns whether that is the id of a design document. */
  static boolean isDesign(String id) {
    return id.startsWith("_design/");
  }
}
