package io.github.chthosting.http;

import io.github.chthosting.http.Failure.Kind;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says what a failed TLS handshake means. */
final class TlsDiagnosis {
  private static final Pattern NAMES = Pattern.compile("subjectAltNames: \\[(.*)]");

  private final Address address;
  private final boolean direct;

  /** {@code direct}: without a proxy between, so that the port may be asked what it speaks. */
  TlsDiagnosis(Address address, boolean direct) {
    this.address = address;
    this.direct = direct;
  }

  /** Returns the server took the connection, but its side of the handshake did not come. */
  Failure silence(Exception e, String limit) {
    return speaksHttp()
        ? plainHttp(e)
        : new Failure(
            Kind.TIMED_OUT,
            "no TLS handshake within " + limit,
            "Check that " + address.authority() + " is an HTTPS port, and the server's load.",
            false,
            e);
  }

  private boolean speaksHttp() {
    return direct && PlainProbe.speaksHttp(address.base.host(), address.base.port());
  }

  private static Failure plainHttp(Exception e) {
    return permanent(
        "the port speaks plain HTTP, not HTTPS",
        "Use http:// in the address, or the server's HTTPS port.",
        e);
  }

  Failure of(SSLException e, boolean sent) {
    if (e instanceof SSLPeerUnverifiedException) {
      return permanent(
          wrongName(e), "Use a name that it was issued for, or get a certificate for this one.", e);
    }
    PinnedTrust.PinMismatch mismatch = cause(e, PinnedTrust.PinMismatch.class);
    if (mismatch != null) {
      return permanent(
          String.valueOf(mismatch.getMessage()),
          "If the certificate was renewed on purpose, pin the new one; otherwise somebody may be intercepting the connection.",
          e);
    }
    return cause(e, CertificateException.class) != null ? certificate(e) : handshake(e, sent);
  }

  private static Failure certificate(SSLException e) {
    DescribingTrust.Refused refused = cause(e, DescribingTrust.Refused.class);
    if (cause(e, CertificateExpiredException.class) != null) {
      return permanent(
          "the server's certificate " + expiry(refused),
          "Renew it, and reload the server or proxy that serves it.",
          e);
    }
    if (cause(e, CertificateNotYetValidException.class) != null) {
      String from = refused == null ? "now" : day(refused.leaf().getNotBefore());
      return permanent(
          "the server's certificate is not valid before " + from,
          "Check the clocks of this machine and of the server.",
          e);
    }
    if (cause(e, CertPathBuilderException.class) == null) {
      String reason = Diagnosis.reason(e);
      return permanent("the server's certificate is refused: " + reason, "Replace it.", e);
    }
    return unknownAuthority(refused, e);
  }

  private static Failure unknownAuthority(
      DescribingTrust.@Nullable Refused refused, SSLException e) {
    if (refused != null && refused.isSelfSigned()) {
      return permanent(
          "the server's certificate is self-signed",
          "If it is yours, trust it: its PEM file as trustedCertificates, or its SHA-256 as"
              + " pinnedCertificate.",
          e);
    }
    return permanent(
        "the server's certificate was issued by an unknown authority"
            + (refused == null ? "" : ", " + refused.authority()),
        "Trust that authority (its PEM file as trustedCertificates), or check that the server sends"
            + " its whole chain.",
        e);
  }

  private static String expiry(DescribingTrust.@Nullable Refused refused) {
    return refused != null && refused.leaf().getNotAfter().toInstant().isBefore(Instant.now())
        ? "expired on " + day(refused.leaf().getNotAfter())
        : "or one of its issuers has expired";
  }

  private static String day(Date date) {
    return date.toInstant().atOffset(ZoneOffset.UTC).toLocalDate().toString();
  }

  private Failure handshake(SSLException e, boolean sent) {
    String message = Diagnosis.reason(e);
    if (message.startsWith("Unsupported or unrecognized SSL message")) {
      return plainHttp(e);
    }
    if (message.contains("fatal alert")) {
      return permanent(
          "the server refused the TLS handshake: " + message,
          "Check which TLS versions it allows, and whether it wants a client certificate.",
          e);
    }
    if (!sent && speaksHttp()) {
      return plainHttp(e);
    }
    String problem = "the connection was cut in the TLS handshake: " + message;
    String advice = "Check that " + address.authority() + " is an HTTPS port; if not, use http://.";
    return sent
        ? new Failure(Kind.UNREACHABLE, "the TLS connection failed: " + message, "", true, e)
        : new Failure(Kind.UNREACHABLE, problem, advice, false, e);
  }

  private String wrongName(SSLException e) {
    Matcher names = NAMES.matcher(Diagnosis.reason(e));
    String issuedFor =
        names.find() && !names.group(1).isBlank() ? names.group(1) : "no host name at all";
    return "the server's certificate is for " + issuedFor + ", not for " + address.base.host();
  }

  private static <E extends Throwable> @Nullable E cause(Throwable e, Class<E> type) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
    }
    return null;
  }

  private static Failure permanent(String problem, String advice, Exception e) {
    return new Failure(Kind.PERMANENT, problem, advice, false, e);
  }
}
