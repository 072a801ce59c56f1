package io.github.chthosting.compose.engine;

import io.github.chthosting.Secret;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Takes secrets out of lines: those that are known, and what looks like one within a URL. */
record Redaction(List<Secret> secrets, List<Pattern> patterns) {
  private static final Pattern USER_INFO = Pattern.compile("(\\w://[^/\\s:@]*):[^/\\s@]+@");
  private static final Pattern HEADER =
      Pattern.compile("\\b(Basic|Bearer) +[A-Za-z0-9+/=._~-]{8,}|\\b(AuthSession=)[^;\\s\"]+");

  /** The longer first: one may begin as another does. */
  static Redaction of(Collection<Secret> secrets) {
    List<Pattern> patterns =
        secrets.stream()
            .map(each -> String.valueOf(each.reveal()))
            .sorted(Comparator.comparingInt(String::length).reversed())
            .map(Redaction::written)
            .toList();
    return new Redaction(List.copyOf(secrets), patterns);
  }

  Redaction and(Collection<Secret> more) {
    List<Secret> all = new ArrayList<>(secrets);
    all.addAll(more);
    return of(all);
  }

  String apply(String line) {
    String clean = line;
    for (Pattern secret : patterns) {
      clean = secret.matcher(clean).replaceAll("***");
    }
    clean = USER_INFO.matcher(clean).replaceAll("$1:***@");
    return HEADER.matcher(clean).replaceAll(Redaction::hidden);
  }

  /**
   * Returns each character as it is, or as URLs have it: they differ in what they encode, and how.
   */
  private static Pattern written(String secret) {
    StringBuilder pattern = new StringBuilder();
    secret
        .codePoints()
        .mapToObj(Character::toString)
        .forEach(
            each -> {
              pattern.append("(?:").append(Pattern.quote(each)).append('|').append(encoded(each));
              pattern.append(each.equals(" ") ? "|\\+)" : ")");
            });
    return Pattern.compile(pattern.toString());
  }

  private static String encoded(String character) {
    StringBuilder text = new StringBuilder("(?i:");
    for (byte each : character.getBytes(StandardCharsets.UTF_8)) {
      text.append('%').append(HexFormat.of().toHexDigits(each));
    }
    return text.append(')').toString();
  }

  private static String hidden(MatchResult found) {
    return found.group(1) == null ? found.group(2) + "***" : found.group(1) + " ***";
  }

  /** Returns a text without the patterns, which hold the secrets. */
  @Override
  public String toString() {
    return "Redaction" + secrets;
  }
}
