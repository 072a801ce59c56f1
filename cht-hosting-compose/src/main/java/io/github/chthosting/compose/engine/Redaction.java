package io.github.chthosting.compose.engine;

import io.github.chthosting.Secret;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Takes secrets out of lines: those that are known, and what looks like one within a URL. */
record Redaction(List<Secret> secrets) {
  private static final Pattern USER_INFO = Pattern.compile("(\\w://[^/\\s:@]*):[^/\\s@]+@");
  private static final Pattern HEADER =
      Pattern.compile("\\b(Basic|Bearer) +[A-Za-z0-9+/=._~-]{8,}|\\b(AuthSession=)[^;\\s\"]+");

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
      String plain = String.valueOf(secret.reveal());
      clean = clean.replace(plain, "***");
      clean = clean.replace(URLEncoder.encode(plain, StandardCharsets.UTF_8), "***");
    }
    clean = USER_INFO.matcher(clean).replaceAll("$1:***@");
    return HEADER.matcher(clean).replaceAll(Redaction::hidden);
  }

  private static String hidden(MatchResult found) {
    return found.group(1) == null ? found.group(2) + "***" : found.group(1) + " ***";
  }
}
