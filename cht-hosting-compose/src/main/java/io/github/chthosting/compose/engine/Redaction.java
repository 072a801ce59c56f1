package io.github.chthosting.compose.engine;

import io.github.chthosting.Secret;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Takes secrets out of lines: those that are known, and what looks like one within a URL. */
record Redaction(List<Secret> secrets) {
  private static final Pattern USER_INFO = Pattern.compile("(\\w://[^/\\s:@]*):[^/\\s@]+@");

  static Redaction of(Collection<Secret> secrets) {
    return new Redaction(List.copyOf(secrets));
  }

  Redaction and(Collection<Secret> more) {
    List<Secret> all = new ArrayList<>(secrets);
    all.addAll(more);
    return of(all);
  }

  String apply(String line) {
    String clean = line;
    for (Secret secret : secrets) {
      clean = clean.replace(String.valueOf(secret.reveal()), "***");
    }
    return USER_INFO.matcher(clean).replaceAll("$1:***@");
  }
}
