package io.github.chthosting.couchdb.verification;

import io.github.chthosting.HostingException;
import io.github.chthosting.files.DurableFile;
import io.github.chthosting.files.Permissions;
import io.github.chthosting.http.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;

/** The file in which a verification keeps what it has found; or none. */
final class ReportFile {
  private final Optional<Path> file;
  private final Map<String, DatabaseReport> earlier = new TreeMap<>();

  private ReportFile(Optional<Path> file) {
    this.file = file;
  }

  static ReportFile of(Optional<Path> file) {
    ReportFile report = new ReportFile(file);
    file.filter(Files::exists).ifPresent(report::read);
    return report;
  }

  private void read(Path path) {
    try {
      ReportJson.read(Json.mapper().readTree(Files.readAllBytes(path)))
          .databases()
          .forEach(database -> earlier.put(database.source(), database));
    } catch (IOException | JacksonException | IllegalArgumentException e) {
      throw new HostingException(
          "reading " + path,
          path + " is not a verification report. Nothing was compared; use another file.",
          false,
          e);
    }
  }

  Optional<DatabaseReport> earlier(String database) {
    return Optional.ofNullable(earlier.get(database));
  }

  /** Keeps what earlier runs found of databases that this one has not come to yet. */
  void keep(VerificationReport report) {
    file.ifPresent(path -> write(path, report));
  }

  private void write(Path path, VerificationReport report) {
    report.databases().forEach(database -> earlier.put(database.source(), database));
    List<DatabaseReport> all = new ArrayList<>(earlier.values());
    VerificationReport whole = new VerificationReport(all, report.extra(), report.elapsed());
    try {
      byte[] json = whole.json().toPrettyString().getBytes(StandardCharsets.UTF_8);
      DurableFile.write(path, json, Permissions.READABLE);
    } catch (IOException e) {
      throw new HostingException(
          "keeping a report", "cannot write " + path + ": " + e.getMessage(), false, e);
    }
  }
}
