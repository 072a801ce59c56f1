package io.github.chthosting.http;

import io.github.chthosting.AccessDeniedException;
import io.github.chthosting.Credentials;
import io.github.chthosting.HostingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.HttpUrl;
import okhttp3.MediaType;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * CouchDB's cookie authentication: a cookie for each address, in memory only. The server hands out
 * a newer one with its answers while we are busy; one that lay idle for long is replaced before
 * use.
 */
final class SessionIdentity implements Identity {
  private static final String COOKIE = "AuthSession=";
  private static final Duration LOGIN_LIMIT = Duration.ofSeconds(30);

  /** CouchDB's default time-out of a session. */
  private static final Duration DEFAULT_AGE = Duration.ofMinutes(10);

  private static final Pattern MAX_AGE = Pattern.compile("(?i); *max-age=(\\d{1,9})(;|$)");

  private final Credentials.Session credentials;
  private final Exchanges exchanges;
  private final Map<Address, Cookie> cookies = new ConcurrentHashMap<>();

  /** Good until half of its age is over: the rest is left for the request that uses it. */
  private record Cookie(Proof proof, long nanos, Duration age) {
    boolean isFresh() {
      return System.nanoTime() - nanos < age.toNanos() / 2;
    }
  }

  SessionIdentity(Credentials.Session credentials, Exchanges exchanges) {
    this.credentials = credentials;
    this.exchanges = exchanges;
  }

  @Override
  public Proof proof(Address address) throws FailedAttempt {
    Cookie cookie = fresh(address);
    return cookie == null ? login(address) : cookie.proof();
  }

  private @Nullable Cookie fresh(Address address) {
    Cookie cookie = cookies.get(address);
    return cookie == null || !cookie.isFresh() ? null : cookie;
  }

  @Override
  public boolean renewable(Address address, Proof used) {
    cookies.computeIfPresent(address, (a, c) -> c.proof().equals(used) ? null : c);
    return true;
  }

  @Override
  public void answered(Address address, Response response) {
    for (String header : response.headers("Set-Cookie")) {
      int end = header.indexOf(';');
      String pair = (end < 0 ? header : header.substring(0, end)).strip();
      // What cannot stand in a header is no cookie of CouchDB's.
      boolean legal = pair.chars().allMatch(c -> c > ' ' && c < 0x7F);
      if (legal && pair.startsWith(COOKIE) && pair.length() > COOKIE.length()) {
        Proof proof = new Proof("Cookie", pair);
        cookies.put(address, new Cookie(proof, System.nanoTime(), age(header)));
      }
    }
  }

  private static Duration age(String setCookie) {
    Matcher matcher = MAX_AGE.matcher(setCookie);
    return matcher.find() ? Duration.ofSeconds(Long.parseLong(matcher.group(1))) : DEFAULT_AGE;
  }

  /** One log-in at a time for an address; the others wait for its cookie. */
  private Proof login(Address address) throws FailedAttempt {
    synchronized (address) {
      Cookie cookie = fresh(address);
      if (cookie != null) {
        return cookie.proof();
      }
      Exchange exchange = post(address);
      try {
        return proofIn(exchange.response(), address);
      } finally {
        exchange.discard();
      }
    }
  }

  private Proof proofIn(Response response, Address address) throws FailedAttempt {
    cookies.remove(address);
    answered(address, response);
    Cookie cookie = cookies.get(address);
    if (response.isSuccessful() && cookie != null) {
      return cookie.proof();
    }
    throw refused(address, response);
  }

  private Exchange post(Address address) throws FailedAttempt {
    byte[] form = form();
    try {
      Request.Builder request =
          new Request.Builder()
              .url(sessionUrl(address))
              .header("Accept", "application/json")
              .header("Accept-Encoding", "identity")
              .post(RequestBody.create(form, MediaType.get("application/x-www-form-urlencoded")));
      return exchanges.execute(address, request, LOGIN_LIMIT);
    } catch (FailedAttempt e) {
      throw new FailedAttempt(e.failure().whileSigningIn());
    } finally {
      Arrays.fill(form, (byte) 0);
    }
  }

  private byte[] form() {
    char[] password = credentials.password().reveal();
    try {
      String form =
          "name="
              + CallUrl.encode(credentials.user())
              + "&password="
              + CallUrl.encode(new String(password));
      return form.getBytes(StandardCharsets.US_ASCII);
    } finally {
      Arrays.fill(password, '\0');
    }
  }

  private static HttpUrl sessionUrl(Address address) {
    return address.url(io.github.chthosting.http.Call.of("POST", "_session"));
  }

  private HostingException refused(Address address, Response response) throws FailedAttempt {
    String operation = "POST " + CallUrl.shown(sessionUrl(address));
    int status = response.code();
    if (status == 401 || status == 403) {
      return new AccessDeniedException(
          operation,
          operation
              + " - the server refused user "
              + credentials.user()
              + " with "
              + status
              + ". Check the name and the password.",
          null);
    }
    String problem = "no session cookie, status " + status + reasonIn(response);
    if (status == 429 || status >= 502) {
      throw new FailedAttempt(
          new Failure(Failure.Kind.UNREACHABLE, problem, "", false, null).whileSigningIn());
    }
    String advice =
        "Check that this is a CouchDB; basic credentials may work where sessions do not.";
    return new HostingException(
        operation, operation + " - " + problem + ". " + advice, false, null);
  }

  private static String reasonIn(Response response) {
    try {
      String start = response.peekBody(200).string().strip();
      return start.isEmpty() ? "" : " (" + start.replaceAll("\\s+", " ") + ")";
    } catch (IOException e) {
      return "";
    }
  }
}
