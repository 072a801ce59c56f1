package io.github.chthosting.compose.release;

import io.github.chthosting.ChtVersion;
import io.github.chthosting.HostingException;
import io.github.chthosting.platform.Topology;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A source of the CHT's own compose files. Thread-safe. */
@FunctionalInterface
public interface ReleaseSource {
  /** The address at which the upgrade service's file is published; builds servers have none. */
  URI UPGRADE_SERVICE =
      URI.create("https://raw.githubusercontent.com/medic/cht-upgrade-service/main");

  /** The CHT project's builds server. */
  URI BUILDS_SERVER = URI.create("https://staging.dev.medicmobile.org/_couch/builds_4");

  /**
   * Gets the files of a version.
   *
   * @throws ReleaseNotFoundException if the version, or a file of it, is not there
   * @throws io.github.chthosting.HostingException if it cannot be asked
   * @throws io.github.chthosting.VerificationFailedException if a file is not what it was before
   */
  Release fetch(ChtVersion version, Topology topology);

  /**
   * Gets the upgrade service's own file, which has no version: it is the newest.
   *
   * @throws ReleaseNotFoundException if it is not there; unless a source says otherwise, it is not
   * @throws io.github.chthosting.HostingException if it cannot be asked
   */
  default ReleaseFile upgradeService() {
    throw new ReleaseNotFoundException(
        "get the upgrade service's file", "this source has no file of the upgrade service", null);
  }

  /**
   * Returns the versions that are there, the oldest first: releases, pre-releases, and builds of
   * branches. What this library cannot read as a version, or not host, is left out.
   *
   * @throws io.github.chthosting.HostingException if it cannot be asked, or has no list
   */
  default List<ChtVersion> versions() {
    throw new HostingException(
        "list versions", "this source of releases has no list of its versions", false, null);
  }

  /** A builds server by its address, {@link #BUILDS_SERVER} or a mirror of it. */
  static ReleaseSource buildsServer(URI address) {
    return new BuildsServer(address);
  }

  /**
   * Returns a source of files that were carried here: {@code FOLDER/VERSION/cht-core.yml} and so
   * on, and {@code FOLDER/upgrade-service/docker-compose.yml}.
   */
  static ReleaseSource folder(Path folder) {
    return new ReleaseFolder(folder);
  }

  /**
   * Returns a source whose answers are kept in {@code folder} and taken from there the next time,
   * so that it need not be reachable. What was seen first is recorded in {@code
   * folder/catalogue.json}; a release that differs from its record, kept or fetched, is refused.
   * Builds of branches change under their names: they are fetched each time, and the kept one is
   * the fallback.
   */
  static ReleaseSource cached(ReleaseSource source, Path folder) {
    return new ReleaseCache(source, folder);
  }
}
