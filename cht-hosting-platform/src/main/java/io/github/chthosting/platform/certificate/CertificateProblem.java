package io.github.chthosting.platform.certificate;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.FindingCode;

/** Names what is found about a certificate, its chain, its key, or what is served. */
public enum CertificateProblem implements FindingCode {
  /** A file is not there or cannot be read. */
  FILE,
  /** The file has no PEM certificate, or one that is broken. */
  NO_CERTIFICATE,
  /** The file has no PEM private key, or one that is broken. */
  NO_KEY,
  /** The key is behind a pass phrase, which nginx would ask for. */
  KEY_ENCRYPTED,
  /** The key is another certificate's. */
  KEY_OF_ANOTHER,
  /** The file does not begin with the server's own certificate. */
  NOT_FIRST,
  /**
   * The chain is followed by no client: one in it has not signed what names it, or may not sign.
   */
  CHAIN_BROKEN,
  /**
   * The issuer of a certificate of the chain is unknown: an intermediate certificate is missing.
   */
  CHAIN_INCOMPLETE,
  /** The certificate is for the name that users type; an error if it is not. */
  NAME,
  /** The certificate has expired. */
  EXPIRED,
  /** The certificate is not valid yet, or a clock is wrong. */
  NOT_YET_VALID,
  /** The certificate's key or signature is too weak for today's browsers. */
  WEAK,
  /** The certificate is limited to other purposes than a server's. */
  PURPOSE,
  /** The certificate's key is of a kind that not all browsers take, such as RSA-PSS. */
  KEY_KIND,
  /** The time for which the certificate is still valid; a warning if it ends within 30 days. */
  DAYS_LEFT,
  /** The certificate is self-signed: browsers warn of it. */
  SELF_SIGNED,
  /** The certificate that nginx serves is another than the one in its volume. */
  NOT_SERVED,
  /** The server nginx does not answer, or has no container. */
  UNREACHABLE;

  /** Returns the finding that a certificate has this problem. */
  Finding found(String detail) {
    return Finding.error(this, "certificate", detail, "");
  }

  @Override
  public String code() {
    return FindingCode.of("certificate", this);
  }
}
