package io.github.chthosting.couchdb.internal.rows;

import java.math.BigDecimal;

/** One spelling of a number for all that JSON has for it. */
final class CanonicalNumber {
  /** Digits that are written out. */
  private static final int LONGEST_PLAIN = 300;

  /** Digits of an integer up to which its other spellings are known to be the same. */
  private static final int LONGEST_EXACT = 20_000;

  private CanonicalNumber() {}

  /**
   * Returns it.
   *
   * @throws NumberFormatException if it is none
   */
  static String of(String text) {
    if (text.length() > LONGEST_EXACT && isInteger(text)) {
      // Reading it as a number takes a time that grows with the square of its length.
      return text;
    }
    BigDecimal number = new BigDecimal(text).stripTrailingZeros();
    boolean plain = Math.abs(number.scale()) < LONGEST_PLAIN;
    return number.signum() == 0 ? "0" : plain ? number.toPlainString() : number.toString();
  }

  private static boolean isInteger(String text) {
    int first = text.charAt(0) == '-' ? 1 : 0;
    for (int i = first; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.charAt(first) != '0';
  }
}
