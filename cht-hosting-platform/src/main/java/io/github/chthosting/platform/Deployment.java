package io.github.chthosting.platform;

import io.github.chthosting.ChtVersion;

/**
 * An instance of the CHT as it is wanted, in the words that every platform shares. Each kind of
 * platform has a kind of its own, with what only that platform has and with rules of its own. A
 * plain value without secrets, those are made by the platform.
 */
public interface Deployment {

  /** Returns its name, unique on its platform. */
  String name();

  /** Returns the wanted version of the CHT. */
  ChtVersion version();

  /** Returns whether it stands on one CouchDB node or on several. */
  Topology topology();

  /** Returns the name or IP address under which users reach it. */
  String domain();

  /** Returns the log level of CouchDB and of the CHT's own services. */
  LogLevel logLevel();

  /** Returns where the certificate comes from that users see. */
  CertificateSource certificate();
}
