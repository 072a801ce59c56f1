package io.github.chthosting.compose.tls;

/**
 * What is wrong with a certificate, its chain or its key.
 *
 * @param kind to branch on
 * @param detail what was seen, where, and what to do; nothing of a key
 */
public record CertificateProblem(Kind kind, String detail) {

  /** Causes that are told apart. */
  public enum Kind {
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
    /** A certificate is not issued by the one after it. */
    CHAIN_BROKEN,
    /** Nobody known has issued the last one: an intermediate certificate is missing. */
    CHAIN_INCOMPLETE,
    /** It is not for the name that users type. */
    NAME,
    /** It is over. */
    EXPIRED,
    /** It has not begun, or a clock is wrong. */
    NOT_YET_VALID,
    /** Its key or signature is too weak for today's browsers. */
    WEAK
  }

  /** {@code KEY_OF_ANOTHER: the key in key.pem is not that of ...}. */
  @Override
  public String toString() {
    return kind + ": " + detail;
  }
}
