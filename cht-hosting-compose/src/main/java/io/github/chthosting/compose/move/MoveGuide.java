package io.github.chthosting.compose.move;

import java.util.List;

/**
 * What a move takes, in order, for a person who carries it out: most of it is calls of this
 * library, each with plan, journal and verification of its own.
 *
 * @param title of it
 * @param stages in their order; nothing of the old is touched before the last
 */
public record MoveGuide(String title, List<Stage> stages) {
  public MoveGuide {
    stages = List.copyOf(stages);
  }

  /**
   * One part of it.
   *
   * @param what is done
   * @param how the call or command
   * @param byHand whether no call of this library does it
   */
  public record Stage(String what, String how, boolean byHand) {
    static Stage call(String what, String how) {
      return new Stage(what, how, false);
    }

    static Stage byHand(String what, String how) {
      return new Stage(what, how, true);
    }
  }

  /** A numbered line for each, and how below it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(title);
    int number = 1;
    for (Stage each : stages) {
      String hand = each.byHand() ? " (by hand)" : "";
      text.append("\n%3d. %s%s%n       %s".formatted(number++, each.what(), hand, each.how()));
    }
    return text.toString();
  }
}
