package io.github.chthosting.testkit.fuzz;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The differences that {@code docs/contract.md} declares, as far as random requests meet them. */
final class Declared {
  private Declared() {}

  /** Why the last request may be answered differently, or null if nothing declares it. */
  static @Nullable String reason(List<Call> sent, Pair.Answers answers) {
    Call last = sent.get(sent.size() - 1);
    String real = answers.real().body();
    String embedded = answers.embedded().body();
    boolean sameStatus = answers.real().status() == answers.embedded().status();
    if (sameStatus && last.path().matches("/_(revs_diff|missing_revs).*")) {
      return sorted(real).equals(sorted(embedded)) ? "order of members by hash" : null;
    }
    boolean opened = last.path().startsWith("/_changes") && last.path().contains("style=all_docs");
    if (sameStatus && opened && last.path().contains("filter=_selector")) {
      boolean same = real.replace(",\"_conflicts\":[]", "").equals(embedded);
      return same ? "_conflicts of none with a selector and all leaves" : null;
    }
    if (last.path().startsWith("/_local/")
        && last.method().equals("GET")
        && real.equals(embedded)) {
      return "ETag of _local documents";
    }
    return null;
  }

  private static String sorted(String text) {
    return Pattern.compile("[{}\\[\\],:]")
        .splitAsStream(text)
        .sorted()
        .reduce("", (a, b) -> a + "," + b);
  }
}
