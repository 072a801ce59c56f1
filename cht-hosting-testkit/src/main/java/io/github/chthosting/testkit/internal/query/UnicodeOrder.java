package io.github.chthosting.testkit.internal.query;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Order of strings close to ICU's root collation, which CouchDB uses: first by letters without case
 * and accents, then accents, then case (small first), then code points. Exact for ASCII and for
 * Latin letters with accents; other scripts follow Latin by code point.
 */
final class UnicodeOrder {
  private static final String PUNCTUATION = "\t\n\u000b\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~";
  private static final int SYMBOL = 100;
  private static final int CURRENCY = 0x200000;
  private static final int DIGIT = 0x400000;
  private static final int LETTER = 0x600000;

  private UnicodeOrder() {}

  static int compare(String a, String b) {
    if (a.equals(b)) {
      return 0;
    }
    Weights x = new Weights(a);
    Weights y = new Weights(b);
    int order = Arrays.compare(x.primary, 0, x.count, y.primary, 0, y.count);
    if (order == 0) {
      order = Arrays.compare(x.accents, 0, x.count, y.accents, 0, y.count);
    }
    if (order == 0) {
      order = Arrays.compare(x.cases, 0, x.count, y.cases, 0, y.count);
    }
    return order != 0 ? order : a.compareTo(b);
  }

  /** A string's weights, character by character; those that weigh nothing are left out. */
  private static final class Weights {
    private final int[] primary;
    private final int[] accents;
    private final int[] cases;
    private int count;

    Weights(String text) {
      String plain = isAscii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
      primary = new int[plain.length() * 2];
      accents = new int[plain.length() * 2];
      cases = new int[plain.length() * 2];
      plain.codePoints().forEach(this::add);
    }

    private static boolean isAscii(String text) {
      return text.chars().allMatch(c -> c < 128);
    }

    private void add(int c) {
      int type = Character.getType(c);
      if (type == Character.NON_SPACING_MARK) {
        if (count > 0) {
          accents[count - 1] = accents[count - 1] * 31 + c;
        }
        return;
      }
      switch (c) {
        case 'æ' -> two('a', 'e', 0);
        case 'Æ' -> two('a', 'e', 1);
        case 'ß' -> two('s', 's', 1);
        case 'ø' -> put(LETTER + 'o', 0x338, 0);
        case 'Ø' -> put(LETTER + 'o', 0x338, 1);
        default -> plain(c, type);
      }
    }

    private void two(int first, int second, int upper) {
      put(LETTER + first, 1, upper);
      put(LETTER + second, 1, upper);
    }

    private void plain(int c, int type) {
      int mark = PUNCTUATION.indexOf(c);
      if (mark >= 0) {
        put(mark + 1, 0, 0);
      } else if (type == Character.DECIMAL_DIGIT_NUMBER) {
        put(DIGIT + Character.digit(c, 10), 0, c < 128 ? 0 : c);
      } else if (Character.isLetter(c)) {
        int small = Character.toLowerCase(c);
        put(LETTER + small, 0, small == c ? 0 : 1);
      } else if (type == Character.CURRENCY_SYMBOL) {
        put(CURRENCY + c, 0, 0);
      } else if (type == Character.SPACE_SEPARATOR || type == Character.LINE_SEPARATOR) {
        put(PUNCTUATION.indexOf(' ') + 1, c, 0);
      } else if (type != Character.CONTROL) {
        put(SYMBOL + c, 0, 0);
      }
    }

    private void put(int weight, int accent, int upper) {
      primary[count] = weight;
      accents[count] = accent;
      cases[count] = upper;
      count++;
    }
  }
}
