package io.github.chthosting.compose.internal.tls;

import io.github.chthosting.HostingException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.operation.WorkContext;
import io.github.chthosting.platform.certificate.KeyedCertificate;
import io.github.chthosting.platform.certificate.SelfSigned;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import org.shredzone.acme4j.Account;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Http01Challenge;
import org.shredzone.acme4j.exception.AcmeException;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeServerException;
import org.shredzone.acme4j.util.KeyPairUtils;

/**
 * One certificate from an authority, by HTTP-01: nginx of the CHT shows what lies in {@code
 * certbot/.well-known/acme-challenge} of its volume on port 80, from 4.2.
 *
 * @param names all of which the certificate is for
 * @param account file with the key of the account, made if need be
 */
record AcmeOrder(Session session, String email, List<String> names, Path account) {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int ACCOUNT_BITS = 2048;
  private static final String CHALLENGES = "certbot/.well-known/acme-challenge/";

  /** Orders it, and writes it with its key into a folder. */
  void write(Nginx nginx, Path to, WorkContext context) throws InterruptedException, IOException {
    String operation = "certificate from " + session.getServerUri();
    try {
      context.progress("account", 0, 4, "steps", 0);
      Order order = login().newOrder().domains(names).create();
      context.progress("challenge", 1, 4, "steps", 0);
      for (Authorization each : order.getAuthorizations()) {
        context.checkCancelled();
        prove(each, nginx);
      }
      context.progress("order", 2, 4, "steps", 0);
      order.waitUntilReady(LIMIT);
      KeyPair keys = SelfSigned.keys();
      order.execute(keys);
      if (order.waitForCompletion(LIMIT) != Status.VALID) {
        throw refused(operation, "the order is " + order.getStatus() + reason(order));
      }
      KeyedCertificate.of(order.getCertificate().getCertificateChain(), keys.getPrivate())
          .write(to);
    } catch (AcmeNetworkException e) {
      throw new UnreachableException(
          operation, session.getServerUri() + " cannot be reached: " + e.getCause(), e);
    } catch (AcmeServerException e) {
      throw refused(operation, "it says: " + e.getMessage());
    } catch (AcmeException e) {
      throw new HostingException(operation, operation + ": " + e.getMessage(), false, e);
    }
  }

  private static String reason(Order order) {
    return order.getError().map(problem -> ": " + problem).orElse("");
  }

  private HostingException refused(String operation, String why) {
    return new VerificationFailedException(
        operation,
        operation
            + " for "
            + String.join(", ", names)
            + " refused: "
            + why
            + ". Nothing was changed.",
        null);
  }

  private Account login() throws AcmeException, IOException {
    return new AccountBuilder()
        .addEmail(email)
        .agreeToTermsOfService()
        .useKeyPair(accountKey())
        .create(session);
  }

  private KeyPair accountKey() throws IOException {
    if (!Files.exists(account)) {
      StringWriter text = new StringWriter();
      KeyPairUtils.writeKeyPair(KeyPairUtils.createKeyPair(ACCOUNT_BITS), text);
      DurableFolder.create(account.resolveSibling("."), Permissions.READABLE);
      byte[] pem = text.toString().getBytes(StandardCharsets.US_ASCII);
      DurableFile.create(account, pem, Permissions.PRIVATE);
    }
    try (Reader reader = Files.newBufferedReader(account)) {
      return KeyPairUtils.readKeyPair(reader);
    }
  }

  private void prove(Authorization authorization, Nginx nginx)
      throws AcmeException, InterruptedException, IOException {
    if (authorization.getStatus() == Status.VALID) {
      return;
    }
    String name = authorization.getIdentifier().getDomain();
    Http01Challenge challenge =
        authorization
            .findChallenge(Http01Challenge.class)
            .orElseThrow(() -> refused("certificate for " + name, "it offers no HTTP-01"));
    show(nginx, challenge);
    try {
      challenge.trigger();
      challenge.waitForCompletion(LIMIT);
      if (challenge.getStatus() != Status.VALID) {
        String why = challenge.getError().map(problem -> ", " + problem).orElse("");
        throw refused(
            "certificate for " + name,
            "it could not see the challenge" + why + seen(name, challenge));
      }
    } finally {
      nginx.remove(nginx.folder() + CHALLENGES + challenge.getToken());
    }
  }

  /** The worker of nginx reads it, who is not root. */
  private static void show(Nginx nginx, Http01Challenge challenge) throws IOException {
    Path root = Files.createTempDirectory("challenge-");
    Path file = root.resolve(CHALLENGES + challenge.getToken());
    try {
      Files.createDirectories(file.resolveSibling("."));
      Files.write(file, challenge.getAuthorization().getBytes(StandardCharsets.US_ASCII));
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
      nginx.putTree(root.resolve("certbot"), nginx.folder() + "certbot");
    } finally {
      Files.deleteIfExists(file);
      for (String each : List.of(CHALLENGES, "certbot/.well-known", "certbot", "")) {
        Files.deleteIfExists(root.resolve(each));
      }
    }
  }

  /** Returns what this host sees, which may be why. */
  private static String seen(String name, Http01Challenge challenge) {
    URI uri = URI.create("http://" + name + "/.well-known/acme-challenge/" + challenge.getToken());
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      connection.setConnectTimeout(5_000);
      connection.setReadTimeout(5_000);
      connection.setInstanceFollowRedirects(false);
      return "; from this host, http://" + name + " answers " + connection.getResponseCode();
    } catch (IOException e) {
      return "; from this host, http://"
          + name
          + " cannot be reached either ("
          + e.getMessage()
          + "): DNS must lead here, and port 80 be open";
    }
  }
}
