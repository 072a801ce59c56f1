package io.github.chthosting.couchdb.backup.store;

import io.github.chthosting.HostingException;
import org.jspecify.annotations.Nullable;

/** The place of a backup is missing, not empty, not writable, full, or holds no whole backup. */
public class BackupStoreException extends HostingException {
  private static final long serialVersionUID = 1L;

  public BackupStoreException(String operation, String message, @Nullable Throwable cause) {
    super(operation, message, false, cause);
  }
}
