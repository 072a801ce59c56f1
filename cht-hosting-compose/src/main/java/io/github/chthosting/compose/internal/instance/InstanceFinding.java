package io.github.chthosting.compose.internal.instance;

import io.github.chthosting.plan.FindingCode;

/** Names what a look at an installation finds. */
public enum InstanceFinding implements FindingCode {
  /** The places of its files, and who starts its containers. */
  LAYOUT,
  /** The version that runs; a warning if its services do not tell one. */
  VERSION,
  /** The engine is on another host, so that its files were not seen. */
  ENGINE_ELSEWHERE,
  /** The access to its settings; an error if others than the owner may read them. */
  SETTINGS_OPEN,
  /** The time at which its databases were recorded; a warning if they never were. */
  DATABASES_RECORDED,
  /** A service is not up. */
  SERVICE_DOWN,
  /** A container would not come back with its engine. */
  RESTART_POLICY,
  /** The data is in a named volume, and a release's file mounts a folder within it. */
  FOLDER_IN_VOLUME;

  @Override
  public String code() {
    return FindingCode.of("instance", this);
  }
}
