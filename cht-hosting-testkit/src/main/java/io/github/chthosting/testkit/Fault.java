package io.github.chthosting.testkit;

import java.time.Duration;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A failure of the requests that match: first say which ones, then what goes wrong with them.
 *
 * <pre>{@code
 * server.inject(Fault.on("GET", "/medic/_changes").cutAfter(10_000).times(1));
 * }</pre>
 *
 * <p>Immutable: each method returns another fault. Without an effect it only counts what matches.
 */
public final class Fault {
  private final Predicate<RecordedRequest> matches;
  private final FaultLimits limits;
  private final FaultEffect effect;

  private Fault(Predicate<RecordedRequest> matches, FaultLimits limits, FaultEffect effect) {
    this.matches = matches;
    this.limits = limits;
    this.effect = effect;
  }

  /**
   * Matches requests of a method to a path.
   *
   * @param method {@code GET}, or {@code *} for any
   * @param path as it is sent, without the query; {@code *} stands for anything but a slash, {@code
   *     **} for anything
   */
  public static Fault on(String method, String path) {
    Pattern pattern = glob(path);
    return on(
        request ->
            (method.equals("*") || request.method().equals(method))
                && pattern.matcher(request.path()).matches());
  }

  /** Matches requests for which {@code matches} is true. It must not block. */
  public static Fault on(Predicate<RecordedRequest> matches) {
    return new Fault(matches, FaultLimits.NONE, FaultEffect.NONE);
  }

  private static Pattern glob(String path) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) != '*') {
        regex.append(Pattern.quote(path.substring(i, i + 1)));
      } else if (path.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else {
        regex.append("[^/]*");
      }
    }
    return Pattern.compile(regex.toString());
  }

  /** Lets the first {@code count} of the matching requests pass. */
  public Fault afterFirst(int count) {
    return new Fault(matches, limits.afterFirst(count), effect);
  }

  /** Ends after {@code count} requests; without this it does not end. */
  public Fault times(int count) {
    return new Fault(matches, limits.times(count), effect);
  }

  /** Answers that status with CouchDB's form of an error. */
  public Fault status(int status) {
    return status(status, "{\"error\":\"injected\",\"reason\":\"This failure was asked for.\"}\n");
  }

  /** Answers that status and body instead of the true answer. */
  public Fault status(int status, String body) {
    return with(effect.replacing(status, body));
  }

  /** Waits before the request is looked at. */
  public Fault delay(Duration time) {
    return with(effect.delayed(time));
  }

  /** Cuts the connection before anything is answered; the request is not carried out. */
  public Fault cut() {
    return with(effect.cutting(-1));
  }

  /** Carries the request out, and cuts the connection after so many bytes of the body. */
  public Fault cutAfter(long bytes) {
    return with(effect.cutting(bytes));
  }

  /**
   * Lets the answer begin, and at the end of the line in which so many bytes of its body are sent
   * ends it with an error in JSON, as CouchDB does between two rows.
   */
  public Fault errorInBodyAfter(long bytes) {
    return with(effect.failingInBody(bytes));
  }

  /** Sends the whole answer, and then line feeds without end. */
  public Fault neverEnding() {
    return with(effect.unending());
  }

  private Fault with(FaultEffect other) {
    return new Fault(matches, limits, other);
  }

  boolean matches(RecordedRequest request) {
    return matches.test(request);
  }

  FaultLimits limits() {
    return limits;
  }

  FaultEffect effect() {
    return effect;
  }
}
