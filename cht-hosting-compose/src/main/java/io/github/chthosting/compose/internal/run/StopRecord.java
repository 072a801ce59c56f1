package io.github.chthosting.compose.internal.run;

import io.github.chthosting.HostingException;
import io.github.chthosting.compose.deployment.Layout;
import io.github.chthosting.compose.env.WholeFile;
import io.github.chthosting.files.DurableFolder;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The times at which an instance was last stopped in order, and started again: kept in {@code
 * .cht-hosting/stop.json} of its folder. A container that ended at another time was not stopped by
 * us.
 *
 * @param begun {@link Instant#MAX} if it never was
 * @param ended {@link Instant#MAX} if it is stopped still
 */
public record StopRecord(Instant begun, Instant ended) {
  private static final StopRecord NEVER = new StopRecord(Instant.MAX, Instant.MAX);

  private static Path file(Layout layout) {
    return layout.ownFolder().resolve("stop.json");
  }

  /** The record of an installation, as it is on disk. */
  public static StopRecord read(Layout layout) {
    Path file = file(layout);
    try {
      JsonNode json = Json.mapper().readTree(Files.readString(file));
      return new StopRecord(
          Instant.parse(json.path("begun").asString("")),
          Instant.parse(json.path("ended").asString("")));
    } catch (NoSuchFileException e) {
      return NEVER;
    } catch (IOException | RuntimeException e) {
      throw new HostingException(
          "read " + file, file + " cannot be read: " + e + ". Remove it, and go on", false, e);
    }
  }

  /** An ordered stop begins now, or goes on. */
  static void begin(Layout layout) {
    StopRecord before = read(layout);
    new StopRecord(before.goesOn() ? before.begun : Instant.now(), Instant.MAX).write(layout);
  }

  /** Notes that what was stopped is started. */
  static void end(Layout layout) {
    StopRecord before = read(layout);
    if (before.goesOn()) {
      new StopRecord(before.begun, Instant.now()).write(layout);
    }
  }

  private boolean goesOn() {
    return begun.isBefore(Instant.MAX) && ended.equals(Instant.MAX);
  }

  /** Returns whether what ended at that time was stopped in order. */
  public boolean covers(Instant end) {
    return !end.isBefore(begun) && end.isBefore(ended);
  }

  private void write(Layout layout) {
    ObjectNode json = Json.mapper().createObjectNode();
    json.put("begun", begun.toString()).put("ended", ended.toString());
    try {
      DurableFolder.create(layout.ownFolder(), Permissions.READABLE);
    } catch (IOException e) {
      throw new HostingException(
          "make " + layout.ownFolder(), layout.ownFolder() + " cannot be made: " + e, false, e);
    }
    WholeFile.write(file(layout), json + "\n");
  }
}
