package io.github.chthosting.couchdb.internal;

import io.github.chthosting.HostingException;

/** The limit of ids kept in memory at a time: a list that a server sends may have no end. */
public final class IdLimit {
  /** Bytes that an id takes, with its revision or hash. */
  private static final int EACH = 200;

  private static final long MOST = Runtime.getRuntime().maxMemory() / 4 / EACH;

  private IdLimit() {}

  /**
   * Refuses more ids than a quarter of the memory can hold.
   *
   * @param what they are, and where, for the message
   */
  public static void require(int count, String what) {
    if (count > MOST) {
      throw new HostingException(
          "listing the " + what,
          "listing the %s: there are more than %d, too many for this process's memory. Nothing of them was changed. Give it more memory (-Xmx)."
              .formatted(what, MOST),
          false,
          null);
    }
  }
}
