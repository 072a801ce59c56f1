package io.github.chthosting.plan;

import java.util.Locale;

/**
 * Names a kind of finding for programs; implemented by an enum of each subject. A code never
 * changes its meaning. All of them are listed in {@code docs/finding-codes.md}.
 */
public interface FindingCode {

  /** Returns the code: the subject, a dot, and what was found, as in {@code "host.port-taken"}. */
  String code();

  /**
   * Returns {@code "host.port-taken"} for the subject {@code "host"} and the enum constant {@code
   * PORT_TAKEN}.
   */
  static String of(String subject, Enum<?> constant) {
    return subject + "." + constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
