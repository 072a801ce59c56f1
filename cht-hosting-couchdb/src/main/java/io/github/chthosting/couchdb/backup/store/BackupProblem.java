package io.github.chthosting.couchdb.backup.store;

import io.github.chthosting.plan.FindingCode;

/** Kinds of finding about a store of backups. */
public enum BackupProblem implements FindingCode {
  /** Others than the owner can read files of a backup. */
  FOLDER_OPEN;

  @Override
  public String code() {
    return FindingCode.of("backup", this);
  }
}
