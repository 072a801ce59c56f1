package io.github.chthosting.http.internal;

import io.github.chthosting.http.internal.Failure.Kind;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** Says what a failed TLS handshake means. */
final class TlsDiagnosis {
  private static final Pattern NAMES = Pattern.compile("subjectAltNames: \\[(.*)]");

  private final Address address;

  TlsDiagnosis(Address address) {
    this.address = address;
  }

  Failure of(SSLException e, boolean sent) {
    if (e instanceof SSLPeerUnverifiedException) {
      return permanent(wrongName(e), "Use the name that it was issued for, or renew it.", e);
    }
    Throwable certificate = certificateFailure(e);
    if (certificate != null) {
      return certificate(certificate, e);
    }
    String message = Diagnosis.reason(e);
    if (message.startsWith("Unsupported or unrecognized SSL message")) {
      return permanent(
          "the port speaks plain HTTP, not HTTPS",
          "Use http:// in the address, or the server's HTTPS port.",
          e);
    }
    if (message.startsWith("Received fatal alert")) {
      return permanent(
          "the server refused the TLS handshake: " + message,
          "Check which TLS versions it allows, and whether it wants a client certificate.",
          e);
    }
    String problem = "the connection was cut in the TLS handshake: " + message;
    String advice = "Check that " + address.authority() + " is an HTTPS port; if not, use http://.";
    return sent
        ? new Failure(Kind.UNREACHABLE, "the TLS connection failed: " + message, "", true, e)
        : new Failure(Kind.UNREACHABLE, problem, advice, false, e);
  }

  private Failure certificate(Throwable certificate, SSLException e) {
    if (certificate instanceof CertificateExpiredException) {
      return permanent(
          "the server's certificate has expired (" + certificate.getMessage() + ")",
          "Renew it, and reload the server or proxy that serves it.",
          e);
    }
    if (certificate instanceof CertificateNotYetValidException) {
      return permanent(
          "the server's certificate is not valid yet (" + certificate.getMessage() + ")",
          "Check the clocks of this machine and of the server.",
          e);
    }
    if (certificate instanceof PinnedTrust.PinMismatch) {
      return permanent(
          String.valueOf(certificate.getMessage()),
          "If the certificate was renewed on purpose, pin the new one; else somebody may be between.",
          e);
    }
    return permanent(
        "the server's certificate is of an unknown authority",
        "Trust its authority (trustedCertificates with its PEM file), or check that the server sends"
            + " its whole chain.",
        e);
  }

  private String wrongName(SSLException e) {
    Matcher names = NAMES.matcher(Diagnosis.reason(e));
    String issuedFor =
        names.find() && !names.group(1).isBlank() ? names.group(1) : "no host name at all";
    return "the server's certificate is for " + issuedFor + ", not for " + address.base.host();
  }

  /** The deepest cause that tells why the certificate was refused. */
  private static @Nullable Throwable certificateFailure(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateExpiredException
          || cause instanceof CertificateNotYetValidException
          || cause instanceof PinnedTrust.PinMismatch
          || cause instanceof CertPathBuilderException) {
        return cause;
      }
    }
    return null;
  }

  private static Failure permanent(String problem, String advice, Exception e) {
    return new Failure(Kind.PERMANENT, problem, advice, false, e);
  }
}
