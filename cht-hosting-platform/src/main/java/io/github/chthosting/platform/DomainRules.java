package io.github.chthosting.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names and addresses of hosts (RFC 1123) and mailboxes. */
public final class DomainRules {
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?");
  private static final Pattern DIGITS_AND_DOTS = Pattern.compile("[0-9.]+");
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\"<>]{1,64}@[^@\\s]{1,253}");

  private DomainRules() {}

  /** Returns what is wrong with it as the name of a host; empty if nothing. */
  public static Optional<String> problem(String domain) {
    if (domain.contains("://") || domain.contains("/")) {
      return Optional.of("'" + domain + "' is a URL or path; give the host name alone");
    }
    if (domain.contains(":")) {
      return Optional.of("'" + domain + "' has a port; set the port separately");
    }
    if (domain.isEmpty() || domain.length() > 253 || !labels(domain)) {
      return Optional.of("'" + domain + "' is not a host name");
    }
    if (DIGITS_AND_DOTS.matcher(domain).matches() && !isAddress(domain)) {
      return Optional.of("'" + domain + "' is not an IP address");
    }
    return Optional.empty();
  }

  private static boolean labels(String domain) {
    return Arrays.stream(domain.split("\\.", -1)).allMatch(part -> LABEL.matcher(part).matches());
  }

  private static boolean isAddress(String text) {
    String[] parts = text.split("\\.", -1);
    return parts.length == 4
        && Arrays.stream(parts).allMatch(p -> p.length() <= 3 && Integer.parseInt(p) <= 255);
  }

  /**
   * Returns whether an authority could know it: a name with a dot that is not of the local network.
   */
  public static boolean isPublic(String domain) {
    String lower = domain.toLowerCase(Locale.ROOT);
    return problem(domain).isEmpty()
        && lower.contains(".")
        && !DIGITS_AND_DOTS.matcher(lower).matches()
        && !lower.endsWith(".local")
        && !lower.endsWith(".localhost")
        && !lower.endsWith(".internal");
  }

  /** Returns whether it can be a mailbox. */
  public static boolean isEmail(String text) {
    return EMAIL.matcher(text).matches() && labels(text.substring(text.indexOf('@') + 1));
  }
}
