package io.github.chthosting.testkit;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
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

  /** Matches like {@link #on(String, String)}, in one text: {@code GET /medic/_changes}. */
  public static Fault on(String methodAndPath) {
    int space = methodAndPath.indexOf(' ');
    if (space < 0) {
      throw new IllegalArgumentException("not a method and a path: " + methodAndPath);
    }
    return on(methodAndPath.substring(0, space), methodAndPath.substring(space + 1));
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

  /** Limits the fault to the node of that index, from 0. */
  public Fault atNode(int node) {
    return new Fault(matches.and(request -> request.node() == node), limits, effect);
  }

  /** Lets the first {@code count} of the matching requests pass. */
  public Fault afterFirst(int count) {
    return new Fault(matches, limits.afterFirst(count), effect);
  }

  /** Ends after {@code count} requests; without this it does not end. */
  public Fault times(int count) {
    return new Fault(matches, limits.times(count), effect);
  }

  /**
   * Strikes by chance.
   *
   * @param probability from 0 to 1
   * @param seed the same seed strikes the same requests
   */
  public Fault withProbability(double probability, long seed) {
    return new Fault(matches, limits.chance(probability, new Random(seed)), effect);
  }

  /** Answers that status with CouchDB's form of an error. */
  public Fault status(int status) {
    return status(status, "{\"error\":\"injected\",\"reason\":\"This failure was asked for.\"}\n");
  }

  /** Answers that status and body instead of the true answer. */
  public Fault status(int status, String body) {
    return with(effect.replacing(status, body.getBytes(StandardCharsets.UTF_8)));
  }

  /** Adds a header to an answer given by {@link #status}. */
  public Fault header(String name, String value) {
    Map<String, String> headers = new LinkedHashMap<>(effect.headers());
    headers.put(name, value);
    return with(effect.withHeaders(headers));
  }

  /** Answers 429 with {@code Retry-After}, in whole seconds. */
  public Fault tooManyRequests(Duration retryAfter) {
    return status(429, "{\"error\":\"too_many_requests\",\"reason\":\"Too many requests.\"}\n")
        .header("Retry-After", String.valueOf(retryAfter.toSeconds()));
  }

  /**
   * Answers as CouchDB 3.5.0 answers a {@code PUT} when its disk is full. This is an answer only:
   * {@link EmbeddedNode#fillDisk()} is a disk that stays full.
   */
  public Fault diskFull() {
    return status(500, "{\"error\":\"error\",\"reason\":\"internal_server_error\"}\n");
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

  /** Sends bytes that are not HTTP instead of an answer. */
  public Fault garbage(byte[] bytes) {
    return with(effect.raw(bytes));
  }

  /** Sends 200 with a body of random bytes, said to be JSON. */
  public Fault garbageBody(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return with(effect.replacing(200, bytes));
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

  /** Sends the body in pieces of {@code bytes}, with a pause after each. */
  public Fault dribble(int bytes, Duration pause) {
    return with(effect.dribbling(bytes, pause));
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
