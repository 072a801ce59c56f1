package io.github.chthosting.platform.certificate;

import io.github.chthosting.plan.Finding;
import io.github.chthosting.plan.FindingCode;

/** Names what is found about a certificate, its chain, its key, or what is served. */
public enum CertificateProblem implements FindingCode {
  /** A file is not there or cannot be read. */
  FILE,
  /** No PEM certificate in the file, or one that is broken. */
  NO_CERTIFICATE,
  /** No PEM private key in the file, or one that is broken. */
  NO_KEY,
  /** The key is behind a pass phrase, which nginx would ask for. */
  KEY_ENCRYPTED,
  /** The key is another certificate's. */
  KEY_OF_ANOTHER,
  /** The file does not begin with the server's own certificate. */
  NOT_FIRST,
  /** No client follows the chain: one in it has not signed what names it, or may not sign. */
  CHAIN_BROKEN,
  /** Nobody known has issued one that is needed: an intermediate certificate is missing. */
  CHAIN_INCOMPLETE,
  /** Whether it is for the name that users type; an error if it is not. */
  NAME,
  /** It has ended. */
  EXPIRED,
  /** It has not begun, or a clock is wrong. */
  NOT_YET_VALID,
  /** Its key or signature is too weak for today's browsers. */
  WEAK,
  /** It is limited to other purposes than a server's. */
  PURPOSE,
  /** Its key is of a kind that not all browsers take, such as RSA-PSS. */
  KEY_KIND,
  /** How long it is still valid; a warning if it ends within 30 days. */
  DAYS_LEFT,
  /** It is self-signed: browsers warn of it. */
  SELF_SIGNED,
  /** nginx serves another certificate than the one in its volume. */
  NOT_SERVED,
  /** nginx does not answer, or has no container. */
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
