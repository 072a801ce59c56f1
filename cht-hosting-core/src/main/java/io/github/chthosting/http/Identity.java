package io.github.chthosting.http;

import io.github.chthosting.Credentials;
import io.github.chthosting.Secret;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Proves with each request who we are. */
interface Identity {

  /** A header of a request. */
  record Proof(String header, String value) {
    @Override
    public String toString() {
      return header + ": ***";
    }
  }

  /** Returns what to send to {@code address}; null for nothing. */
  @Nullable Proof proof(Address address) throws FailedAttempt;

  /**
   * Returns whether, after the server said 401 to {@code used}, another proof may be had and is
   * worth a try.
   */
  default boolean renewable(Address address, Proof used) {
    return false;
  }

  /** Any answer, which may carry a newer proof. */
  default void answered(Address address, Response response) {}

  static Identity of(Credentials credentials, Exchanges exchanges) {
    if (credentials instanceof Credentials.Basic basic) {
      return address -> basic(basic.user(), basic.password());
    }
    if (credentials instanceof Credentials.Session session) {
      return new SessionIdentity(session, exchanges);
    }
    return address -> null;
  }

  /** RFC 7617 with UTF-8, created again for each request so that a destroyed secret is not kept. */
  private static Proof basic(String user, Secret password) {
    byte[] bytes = utf8(user, password);
    Proof proof = new Proof("Authorization", "Basic " + Base64.getEncoder().encodeToString(bytes));
    Arrays.fill(bytes, (byte) 0);
    return proof;
  }

  private static byte[] utf8(String user, Secret password) {
    char[] revealed = password.reveal();
    CharBuffer both = CharBuffer.allocate(user.length() + 1 + revealed.length);
    both.put(user).put(':').put(revealed).flip();
    ByteBuffer encoded = ByteBuffer.allocate(3 * both.remaining());
    StandardCharsets.UTF_8.newEncoder().encode(both, encoded, true);
    byte[] bytes = Arrays.copyOf(encoded.array(), encoded.position());
    Arrays.fill(encoded.array(), (byte) 0);
    Arrays.fill(both.array(), '\0');
    Arrays.fill(revealed, '\0');
    return bytes;
  }
}
