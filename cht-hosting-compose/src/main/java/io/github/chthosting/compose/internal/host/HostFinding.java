package io.github.chthosting.compose.internal.host;

import io.github.chthosting.plan.FindingCode;

/** Names what a check of a host finds. */
public enum HostFinding implements FindingCode {
  /** The versions of engine and Compose; an error if the engine is too old. */
  ENGINE,
  /** The engine is Podman, which cannot run a CHT. */
  PODMAN,
  /** The engine runs without root, and a port below 1024 is wanted. */
  ROOTLESS,
  /** The memory that the engine has; an error or a warning if it is too little. */
  MEMORY,
  /** The CPUs that the engine has; an error or a warning if they are too few. */
  CPUS,
  /** The free disk for a data folder; an error or a warning if it is too little. */
  DISK,
  /** A data folder that this user may not write to. */
  FOLDER_NOT_WRITABLE,
  /** A data folder holds CouchDB's databases already. */
  FOLDER_IN_USE,
  /** The engine is on another host, so that folders and ports were not seen. */
  ENGINE_ELSEWHERE,
  /** A port that is free, or that the project holds itself. */
  PORT,
  /** A port that another container or process holds. */
  PORT_TAKEN,
  /** The addresses of the domain; a warning or an error if it has none. */
  DOMAIN,
  /** The difference between the engine's clock and this host's; a warning above 5 seconds. */
  CLOCK,
  /** The name of the project is that of something else. */
  PROJECT_TAKEN,
  /** The project is installed already. */
  PROJECT_INSTALLED;

  @Override
  public String code() {
    return FindingCode.of("host", this);
  }
}
