package io.github.chthosting.k8s.deployment;

import io.github.chthosting.Secret;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.UUID;

/**
 * The secrets of an instance: they go into the values of its chart, and from there into the Secret
 * {@code cht-couchdb-credentials}. Keep them: without {@code secret} nobody can read the
 * credentials that the CHT keeps for others.
 *
 * @param user CouchDB's administrator
 * @param password of that administrator
 * @param secret of CouchDB, by which it signs cookies and the CHT encrypts
 * @param uuid of the server; the same on all its nodes
 */
public record InstanceSecrets(String user, Secret password, Secret secret, String uuid) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PASSWORD_BYTES = 24;

  /** Returns new secrets: a password of 192 random bits, and random UUIDs. */
  public static InstanceSecrets random(String user) {
    byte[] bytes = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(bytes);
    // A letter before it, so that no chart takes it for a number.
    String password = "p" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new InstanceSecrets(
        user,
        Secret.of(password),
        Secret.of(UUID.randomUUID().toString()),
        UUID.randomUUID().toString());
  }

  /** Returns the user and the uuid; no secret. */
  @Override
  public String toString() {
    return "secrets of " + user + ", uuid " + uuid;
  }
}
