package io.github.chthosting.platform.certificate;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bouncycastle.asn1.ASN1BitString;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1InputStream;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1OctetString;
import org.bouncycastle.asn1.ASN1Sequence;

/** Tells files in DER, and key stores, from each other by their outermost structure. */
final class DerForm {
  private static final int SEQUENCE = 0x30;
  private static final int PFX_VERSION = 3;

  private DerForm() {}

  /** Returns the label that PEM has for it; empty if it is none of these. */
  static String label(byte[] file) {
    String magic = HexFormat.of().formatHex(Arrays.copyOf(file, 4));
    if (magic.equals("feedfeed") || magic.equals("cececece")) {
      return "JAVA KEY STORE";
    }
    if (file.length == 0 || file[0] != SEQUENCE) {
      return "";
    }
    try (ASN1InputStream in = new ASN1InputStream(file)) {
      return in.readObject() instanceof ASN1Sequence sequence && sequence.size() > 1
          ? label(sequence)
          : "";
    } catch (IOException | IllegalArgumentException e) {
      return "";
    }
  }

  private static String label(ASN1Sequence sequence) {
    ASN1Encodable first = sequence.getObjectAt(0);
    ASN1Encodable second = sequence.getObjectAt(1);
    if (first instanceof ASN1ObjectIdentifier) {
      return "PKCS7";
    }
    if (first instanceof ASN1Integer version) {
      return ofVersion(version, second);
    }
    if (first instanceof ASN1Sequence content && second instanceof ASN1OctetString) {
      return content.size() > 0 ? "ENCRYPTED PRIVATE KEY" : "";
    }
    return first instanceof ASN1Sequence signed
            && sequence.getObjectAt(sequence.size() - 1) instanceof ASN1BitString
        ? signed(signed)
        : "";
  }

  private static String ofVersion(ASN1Integer version, ASN1Encodable second) {
    if (second instanceof ASN1Integer) {
      return "RSA PRIVATE KEY";
    }
    if (second instanceof ASN1OctetString) {
      return "EC PRIVATE KEY";
    }
    return version.hasValue(PFX_VERSION) ? "PKCS12" : "PRIVATE KEY";
  }

  /** A request has four parts at most, a certificate six or more. */
  private static String signed(ASN1Sequence content) {
    if (content.size() == 2) {
      return "PUBLIC KEY";
    }
    return content.size() <= 4 ? "CERTIFICATE REQUEST" : "CERTIFICATE";
  }
}
