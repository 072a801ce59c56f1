package io.github.chthosting.couchdb.internal.backup;

import io.github.chthosting.HostingException;
import io.github.chthosting.OperationCancelledException;
import io.github.chthosting.TimedOutException;
import io.github.chthosting.UnreachableException;
import io.github.chthosting.couchdb.backup.store.BackupStoreException;
import io.github.chthosting.couchdb.internal.rows.MalformedJsonException;
import io.github.chthosting.couchdb.internal.rows.ServerErrorException;
import io.github.chthosting.couchdb.server.CouchDbException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Turns what streams and folders throw into the errors that callers see. */
public final class Failures {
  /** Words by which systems refuse access where Java has no exception of its own for it. */
  private static final Pattern REFUSALS =
      Pattern.compile("ermission denied|peration not permitted|ead-only file system");

  private Failures() {}

  /** The error for an answer of CouchDB that broke off or made no sense. */
  static HostingException ofAnswer(String operation, String untouched, IOException cause) {
    String what = operation + ": " + sentence(cause) + ". " + untouched;
    if (Thread.currentThread().isInterrupted()) {
      return new OperationCancelledException(operation, operation + " was interrupted", cause);
    }
    if (cause instanceof SocketTimeoutException || cause instanceof InterruptedIOException) {
      return new TimedOutException(operation, what, cause);
    }
    if (cause instanceof ServerErrorException) {
      return new CouchDbException(operation, what, 200, "", sentence(cause), cause);
    }
    if (cause instanceof MalformedJsonException) {
      return new HostingException(
          operation,
          what + " Check that this is CouchDB, and that no proxy changes its answers.",
          false,
          cause);
    }
    return new UnreachableException(
        operation, what + " Check the server's log, and any proxy between.", cause);
  }

  /** Returns whether reading again may help. */
  static boolean mayPass(IOException cause) {
    return !(cause instanceof MalformedJsonException)
        && !(cause instanceof Handoff.WriterFailedException)
        && !Thread.currentThread().isInterrupted();
  }

  /** The error for a store that refused. */
  public static HostingException ofStore(String operation, String location, IOException cause) {
    if (Thread.currentThread().isInterrupted()) {
      return new OperationCancelledException(operation, operation + " was interrupted", cause);
    }
    return new BackupStoreException(
        operation, "%s: %s".formatted(operation, storeWords(location, cause)), cause);
  }

  private static String storeWords(String location, IOException cause) {
    String reason = sentence(cause);
    if (cause instanceof NotDirectoryException) {
      return location + " is not a folder. Name another place.";
    }
    if (cause instanceof AccessDeniedException || REFUSALS.matcher(reason).find()) {
      return location
          + " is not writable or readable for this user ("
          + reason
          + "). Check its owner and mode, and how it is mounted.";
    }
    if (cause instanceof FileAlreadyExistsException) {
      return location + " holds that object already (" + reason + "). Choose an empty place.";
    }
    if (cause instanceof NoSuchFileException || cause instanceof FileNotFoundException) {
      return location + " or the folder above it is missing (" + reason + "). Create it first.";
    }
    if (reason.toLowerCase(Locale.ROOT).contains("no space left")) {
      return location + " is full (" + reason + "). Free space and start again in an empty place.";
    }
    return location + " failed: " + reason;
  }

  private static String sentence(IOException cause) {
    String message = cause.getMessage();
    if (cause instanceof FileSystemException file) {
      String reason = file.getReason();
      return file.getFile() + (reason == null ? "" : ": " + reason);
    }
    return message == null ? cause.getClass().getSimpleName() : message;
  }
}
