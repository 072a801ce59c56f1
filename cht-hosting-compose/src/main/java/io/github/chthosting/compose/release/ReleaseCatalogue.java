package io.github.chthosting.compose.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.VerificationFailedException;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.ObjectNode;

/** The hash that each file of each version had when it was first seen, as JSON on disk. */
record ReleaseCatalogue(Path file) {

  /** Refuses a file that is not what was recorded; one without a record passes. */
  void check(ChtVersion version, ReleaseFile release) {
    String recorded =
        read().path(version.toString()).path(release.name()).path("sha256").asString("");
    if (!recorded.isEmpty() && !recorded.equals(release.sha256())) {
      throw new VerificationFailedException(
          "check " + release.name(),
          release.name()
              + " of CHT "
              + version
              + " has sha256 "
              + release.sha256()
              + ", and had "
              + recorded
              + " when it was first seen: releases do not change. Find out why; nothing was"
              + " changed. If it is right, remove its entry from "
              + file,
          null);
    }
  }

  void record(ChtVersion version, ReleaseFile release) {
    ObjectNode all = read();
    ObjectNode entry =
        all.withObjectProperty(version.toString()).withObjectProperty(release.name());
    if (!entry.path("sha256").asString("").equals(release.sha256())) {
      entry.put("sha256", release.sha256());
      entry.put("seen", Clock.systemUTC().instant().toString());
      ReleaseCache.write(file, all.toPrettyString() + "\n");
    }
  }

  private ObjectNode read() {
    if (!Files.exists(file)) {
      return Json.mapper().createObjectNode();
    }
    try {
      return (ObjectNode) Json.mapper().readTree(Files.readString(file));
    } catch (JacksonException | ClassCastException e) {
      throw failed("is not a catalogue: restore it, or remove it to start a new one", e);
    } catch (IOException e) {
      throw failed("cannot be read: " + e, e);
    }
  }

  private HostingException failed(String what, Exception cause) {
    return new HostingException("read " + file, file + " " + what, false, cause);
  }
}
